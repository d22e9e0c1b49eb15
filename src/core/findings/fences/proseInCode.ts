/** Languages that hold no Markdown. */
const CODE =
  /^(?:py|python|js|jsx|javascript|ts|tsx|typescript|json|jsonc|json5|jsonl|bash|sh|shell|zsh|console|powershell|ps1|sql|ya?ml|toml|ini|css|scss|html|xml|svelte|vue|java|kotlin|swift|csharp|cs|c|cpp|go|rust|rs|ruby|rb|php|scala|dart|lua|r|graphql|prisma|hcl|terraform|dockerfile|mermaid|proto|protobuf|solidity|elixir|haskell)$/i;
/** Languages in which “##” begins a remark. */
const HASH_BEGINS_REMARK =
  /^(?:py|python|bash|sh|shell|zsh|console|powershell|ps1|ya?ml|toml|ini|ruby|rb|r|php|graphql|hcl|terraform|dockerfile|elixir)$/i;
const HAS_LISTS = /^(?:ya?ml|mermaid|console|haskell|lua|sql)$/i;
/** Languages whose strings often go on on the next line. */
const HAS_TEXTS = /^(?:bash|sh|shell|zsh|console|powershell|ps1)$/i;
/** “cat > file << EOF”, and a document in YAML behind another one. */
const HERE_DOCUMENT = /<<-?\s{0,3}['"]?[A-Z]|^---$/;
const HEADING = /^#{2,6} {1,4}[\p{L}\p{N}\p{Emoji_Presentation}*]/u;
const ITEM =
  /^(?:[-*]|\d{1,2}\.)[ \t]{1,4}(?:\*\*[^*\n]{2,80}\*\*|\p{Lu}[\p{L}'’]{1,30}(?: [\p{L}\p{N}'’"`,()/-]{1,40}){3,60}[.:]?$)/u;
const SENTENCE = /^\p{Lu}[\p{L}'’-]{0,30},?(?: [\p{L}\p{N}'’"“”`*,()/-]{1,40}){4,80}[.:!?]$/u;

export function isCodeLanguage(info: string): boolean {
  return CODE.test(languageOf(info));
}

/** Looks for the first line in a fence of code that is prose: a heading, an item or a sentence that code of the language cannot hold. */
export class ProseSearch {
  private readonly language: string;
  private readonly indentation: number;
  private index: number;
  private isInString = false;
  private isOver = false;

  constructor(
    private readonly lines: readonly string[],
    opening: number,
    info: string,
  ) {
    this.language = languageOf(info);
    this.indentation = indentationOf(lines[opening]!);
    this.index = opening + 1;
  }

  /** Index of the line, if it stands before the line `end`; which must not be less than in calls before. */
  before(end: number): number | undefined {
    for (; this.index < end && !this.isOver; this.index++) if (this.isProse()) return this.index;
    return undefined;
  }

  private isProse(): boolean {
    const line = this.lines[this.index]!.slice(0, 1000).trimEnd();
    this.isOver = HERE_DOCUMENT.test(line);
    // Texts over several lines.
    if (line.split(/"""|'''|\/\*|\*\//).length % 2 === 0) this.isInString = !this.isInString;
    if (this.isOver || this.isInString || indentationOf(line) > this.indentation) return false;
    const prose = line.trimStart();
    const isBehindBlank = this.lines[this.index - 1]!.trim() === '';
    if (isBehindBlank && HEADING.test(prose))
      return !HASH_BEGINS_REMARK.test(this.language) || isHeadingOfPart(this.lines, this.index);
    if (HAS_TEXTS.test(this.language)) return false;
    if ((isBehindBlank || /^json/i.test(this.language)) && SENTENCE.test(prose)) return true;
    return ITEM.test(prose) && !HAS_LISTS.test(this.language);
  }
}

/** Whether prose or a fence follows what looks like a heading, behind a blank line. */
function isHeadingOfPart(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).find((line) => line.trim() !== '');
  return lines[index + 1]?.trim() === '' && next !== undefined && (/^[ \t]*```/.test(next) || isMarkdownLine(next));
}

function indentationOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].length;
}

/** An item or a sentence that can go on on the next line. */
const BEGINS_PROSE = /^(?:(?:[-*]|\d{1,2}\.) {1,4}[`*\p{Lu}]|\p{Lu}[\p{L}'’-]{0,30}[,:]?(?: [^\s{}();=<>]{1,60}){4})/u;

/** Whether a line is Markdown: a heading, an item, a rule or a sentence. */
export function isMarkdownLine(line: string): boolean {
  const short = line.slice(0, 1000).trimEnd();
  return /^#{1,6} |^-{3,}$|^\*\*[^*\n]{2,80}\*\*/.test(short) || BEGINS_PROSE.test(short.trimStart());
}

function languageOf(info: string): string {
  return /^[\w+#-]{0,30}/.exec(info)![0];
}
