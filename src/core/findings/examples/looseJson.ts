/**
 * JSON as prompts write it, with comments, dots and placeholders for values, as strict JSON of the same length. What is broken in
 * it stays broken. Undefined for something else, such as JavaScript or a template with loops.
 */
export function strictJson(text: string): string | undefined {
  const strict = new StrictText();
  for (const { 0: part, index, groups } of text.matchAll(DOUBLED_BRACES.test(text) ? TOKEN_IN_DOUBLED_BRACES : TOKEN)) {
    const kind = Object.keys(groups!).find((name) => groups![name] !== undefined) as TokenKind;
    const behind = text.slice(index + part.length, index + part.length + REACH);
    if (!strict.add(kind, part, behind)) return undefined;
  }
  return strict.text();
}

type TokenKind = 'space' | 'comment' | 'other' | 'tag' | 'dots' | 'placeholder' | 'mark' | 'string' | 'raw' | 'word';

/** How far is looked behind a token, in UTF-16 code units. */
const REACH = 200;
const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

class StrictText {
  private readonly out: string[] = [];
  /** Index in `out` of the last character that is not blank; -1 before the first. */
  private last = -1;
  /** Whether words behind a value stand before on the line: “"low" or "high"”. */
  private isRemark = false;
  /** Whether a word or a placeholder in place of a value stands before on the line. */
  private isDescription = false;
  /** Whether a quotation mark without its pair stands before on the line. */
  private isBroken = false;

  text(): string {
    return this.out.join('');
  }

  /** Adds a token, given what stands behind it. Returns whether the text can still be JSON. */
  add(kind: TokenKind, part: string, behind: string): boolean {
    const next = behind.trimStart()[0] ?? '';
    if (kind === 'space' && part.includes('\n')) this.isRemark = this.isBroken = this.isDescription = false;
    if (kind === 'other' || (kind === 'word' && WORD_OF_CODE.test(part))) return false;
    if (kind === 'space' || this.isBroken) this.put(part);
    else if (kind === 'comment') this.addComment(part, next);
    else if (kind === 'tag') this.blank(part);
    else if (kind === 'dots') this.addDots(part, next);
    else if (kind === 'mark') return this.addMark(part, behind);
    else if (kind === 'string' && !this.isRemark)
      this.put(`"${part.slice(1, -1).replace(/\\./g, '__').replace(/["\t]/g, ' ')}"`);
    else if (kind === 'raw') {
      this.isBroken = part === '"';
      this.put(part);
    } else if (this.isRemark || this.isBehindValue()) {
      this.isRemark = true;
      this.blank(part);
    } else if (LITERAL.test(part)) this.put(part);
    else if (kind === 'word' && next === ':') return false;
    else {
      this.isDescription = !/^(?:True|False|None)$/.test(part);
      this.put(' '.repeat(part.length - 1) + '0');
      return true;
    }
    this.isDescription &&= this.isRemark || part.trim() === '';
    return true;
  }

  /** A remark; one on a line of its own behind the last item says that more can follow. */
  private addComment(part: string, next: string): void {
    const isOnOwnLine = this.out.slice(this.last + 1).includes('\n');
    if (isOnOwnLine && this.before() === ',' && /[\]}]/.test(next)) this.out[this.last] = ' ';
    this.blank(part);
    this.last = this.out.findLastIndex((character) => character.trim() !== '');
  }

  private addDots(part: string, next: string): void {
    const rest = ' '.repeat(part.length - 1);
    if (this.before() === ':') this.put(rest + '0');
    else if (this.isBehindValue() && /["{[]/.test(next)) this.put(',' + rest);
    else {
      if (this.before() === ',' && /[\]},]|^$/.test(next)) this.out[this.last] = ' ';
      this.blank(part);
      this.last = this.out.findLastIndex((character) => character.trim() !== '');
    }
  }

  /** A bracket, a comma or a colon; brackets can be doubled. */
  private addMark(part: string, behind: string): boolean {
    // “string, optional”
    if (part === ',' && this.isDescription && /^[ \t]*\p{L}/u.test(behind)) {
      this.isRemark = true;
      // The comma is also that between two items where no other one follows.
      if (/^[^\n"{}[\],]*\n\s*"/.test(behind)) this.put(part);
      else this.blank(part);
      return true;
    }
    this.isDescription = false;
    if (this.isRemark && /[{[]/.test(part)) return false;
    if (part !== ':') this.isRemark = false;
    // A comma right behind an opening bracket stood behind dots.
    if (part === ',' && /[[{]/.test(this.before())) this.blank(part);
    else this.put(part[0]! + ' '.repeat(part.length - 1));
    return true;
  }

  private before(): string {
    return this.out[this.last] ?? '';
  }

  private isBehindValue(): boolean {
    return /["\d}\]el]/.test(this.before());
  }

  private blank(part: string): void {
    this.put(' '.repeat(part.length));
  }

  private put(part: string): void {
    for (const character of part.split('')) {
      if (character.trim() !== '') this.last = this.out.length;
      this.out.push(character);
    }
  }
}

/** `{{` of a template that writes braces twice, at the start of an object. */
const DOUBLED_BRACES = /\{\{[ \t]*(?:"|\n)/;

const SPACE = String.raw`(?<space>\s+)`;
const COMMENT = String.raw`(?<comment>\/\/[^\n]*|\/\*(?:(?!\*\/|\/\*)[^]){0,2000}\*\/|#[^\n]*)`;
/** Loops and choices of templates. */
const OTHER = String.raw`(?<other>\{%[-+]?\s*(?:for|else|elif|endfor|macro)\b|\{\{[#/]|<%)`;
const WORD_OF_CODE = /=>|;$|^function$/;
/** Conditions and settings of Jinja templates, which the text is read without. */
const TAG = String.raw`(?<tag>\{%[^%\n]{1,300}%\}|\{#[^#\n]{1,300}#\})`;
const DOTS = String.raw`(?<dots>(?:\.{3,}|…)[^\],}\n"]{0,200})`;
/** <name>, ${name}, {name}, List[str] */
const PLACEHOLDER = String.raw`<[^<>\n]{1,1000}>|\$\{[^{}\n]{1,200}\}|\{[\p{L}_][^{}"\n]{0,100}\}|[\p{L}_]\w{0,40}\[[^[\]{}"\n]{0,60}\]`;
const DOUBLED_PLACEHOLDER = String.raw`\{\{[^{}\n]{1,200}\}\}`;
const MARK = String.raw`(?<mark>[{}[\],:])`;
const DOUBLED_MARK = String.raw`(?<mark>\{\{|\}\}|[[\],:])`;
/** A string. Placeholders in it can hold quotation marks: {{ a["b"] }}, {% if a == "b" %}, {a["b"]} */
const IN_STRING = String.raw`\{\{[^{}\n]{1,200}\}\}|\{%[^%\n]{1,200}%\}|\{[\p{L}_][\w.]{0,60}\["\w{1,60}"\]\}`;
const STRING = String.raw`(?<string>"(?:[^"\\\n{]|\\[^\n]|${IN_STRING}|(?!${IN_STRING})\{)*"(?![\p{L}\p{N}"]))`;
/** What a parser must complain about: quotation marks that do not match, those of other keyboards, and full-width marks. */
const RAW = String.raw`(?<raw>"|'(?:[^'\\\n]|\\[^\n])*'|[“”‘’，：；、｛｝［］【】「」＂]|[\p{L}\p{N}_.-]+(?="))`;
const WORD = String.raw`(?<word>\([^()\n]{0,200}\)|[^\s"'“”‘’，：；、｛｝［］【】「」＂{}[\],:()]+|[^])`;
const TOKEN = tokenOf(`(?<placeholder>${DOUBLED_PLACEHOLDER}|${PLACEHOLDER})`, MARK);
const TOKEN_IN_DOUBLED_BRACES = tokenOf(`(?<placeholder>${PLACEHOLDER})`, DOUBLED_MARK);

function tokenOf(placeholder: string, mark: string): RegExp {
  return new RegExp([SPACE, COMMENT, OTHER, TAG, DOTS, placeholder, mark, STRING, RAW, WORD].join('|'), 'gu');
}
