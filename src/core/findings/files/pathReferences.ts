import type { Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';
import type { CheckedFile } from '../checkedPrompt';
import type { FolderFiles } from './folderFiles';
import { decoded, linksIn, withoutCode } from './linksIn';
import { foldersAbove } from './pathsInFolder';

/** A path of a file that a text refers to. The span is that of the path as it is written. */
export interface PathReference extends Span {
  readonly path: string;
  /** Whether it is relative to the whole folder, not to the file. */
  readonly isFromRoot: boolean;
}

/** Ends of files that prompts refer to; “google.in” and “@agent.tool” name something else. */
const EXTENSION =
  /\.(?:mdx?|mdc|markdown|txt|rst|adoc|json|jsonc|jsonl|ya?ml|toml|xml|csv|html?|css|scss|[cm]?jsx?|[cm]?tsx?|vue|svelte|py|ipynb|rb|go|rs|java|kt|swift|cs|cpp|c|h|php|sh|bash|zsh|ps1|sql|proto|graphql|prisma|tf|j2|jinja2?|hbs|prompt|prompty|pdf|png|svg|env|lock)$/i;
/** Placeholders, globs, and names that stand for any file. */
const NO_REAL_FILE =
  /[{}<>*$[\]|…]|\.\.\.|YYYY|XXX|NNN|path\/to|(?:^|[/_.-])(?:your|my|some|example|examples|sample|foo|bar|baz|name|filename|xyz|placeholder|another|related|other)(?=[/_.-]|$)|^(?:url|link|path|file)\b/i;

/** “[style](docs/style.md)”; “[style](mdc:docs/style.md)” of Cursor is relative to the whole folder. */
export function linkedPaths(text: string): PathReference[] {
  return linksIn(text).flatMap(({ target, targetSpan }) => {
    const isFromRoot = /^(?:mdc:|\/(?!\/))/.test(target);
    const written = target.replace(/^mdc:/, '').replace(/[?#].*$/s, '');
    const start = targetSpan.start + target.length - target.replace(/^mdc:/, '').length;
    const path = decoded(written);
    if (/^[a-z][\w+.-]*:|^\/\/|^~/i.test(path) || !isSpecific(path)) return [];
    if (ONLY_SHOWN.test(text.slice(text.lastIndexOf('\n', start) + 1, start)) || isInQuotation(text, start)) return [];
    return [{ start, end: start + written.length, path: path.replace(/^\/+/, ''), isFromRoot }];
  });
}

/** Before a link that shows how links look. */
const ONLY_SHOWN = /\b(?:examples?|e\.g\.|for instance|such as)\b/i;

/** Whether a quotation is open at an offset, which can be text for another file. */
function isInQuotation(text: string, offset: number): boolean {
  const paragraph = text.slice(Math.max(text.lastIndexOf('\n\n', offset), offset - AROUND, 0), offset);
  return (paragraph.match(/"/g) ?? []).length % 2 === 1;
}

/** “@docs/style.md” of Claude Code, Gemini CLI and Cursor. */
export function importedPaths(text: string, { kind, path = '' }: CheckedFile): PathReference[] {
  const isImporting = kind === 'claude' || kind === 'gemini' || /(?:^|\/)\.claude\/(?:rules|commands)\//.test(path);
  if (!isImporting) return [];
  const IMPORT = /(?<![^\s])@((?:\.{0,2}\/)?[\w.-][\w./-]{0,200})(?![\w@/])/g;
  return Array.from(withoutCode(text).matchAll(IMPORT), ({ index, 1: raw }) => {
    const imported = raw!.replace(/[.,]+$/, '');
    return { start: index + 1, end: index + 1 + imported.length, path: imported, isFromRoot: false };
  }).filter(({ path: imported }) => isSpecific(imported) && !imported.startsWith('/'));
}

/** “Read `docs/style.md`”: paths in backticks that the model is told to read. */
export function pathsToRead({ prose, sentences }: Outline, file: CheckedFile, folder: FolderFiles): PathReference[] {
  if (!isReadInThisFolder(file)) return [];
  return sentences.flatMap(({ start, end }) => {
    const sentence = prose.slice(start, end);
    const around = prose.slice(Math.max(0, start - AROUND), end + AROUND);
    if (MAY_BE_MISSING.test(sentence) || IF_THERE.test(around)) return [];
    return Array.from(sentence.matchAll(TOLD_TO_READ), ({ index, 0: words, 1: path }) => {
      const at = start + index + words.length - 1 - path!.length;
      return { start: at, end: at + path!.length, path: path!, isFromRoot: false };
    }).filter(({ path }) => isSpecific(path) && isOfThisFolder(folder, file.path!, path));
  });
}

/** “Read the rules in `docs/style.md`” */
const TOLD_TO_READ =
  /\b(?:read|see|follow|consult|refer to|load|open|check|review|run|(?:defined|described|documented|found|listed|details) in)[*:]{0,3}\s(?:[\w-]{1,20}\s){0,4}`((?:\.{1,2}\/)?[\w.-]+\/[\w./-]{1,200})`/gi;
/** The file is written by the model, moved, or only an example. */
const MAY_BE_MISSING =
  /\b(?:creat|generat|writ|sav|output|produc|export|emit|scaffold|renam|mov|delet|remov|deprecat|legacy|former|add |if |when |exists?|missing|optional|e\.g|example|such as|like|would|could|may|or similar|hypothetical|instead|not|no longer|never|target|user|project|once)/i;

/** UTF-16 code units before and behind a sentence in which it may say that files can be missing. */
const AROUND = 300;
const IF_THERE =
  /\bif (?:it |they |these |the files? )?(?:exists?|present|available)\b|\bdo(?:es)?(?:n['’]t| not) exist|\bskip (?:any|missing)/i;

/** Whether a file is read in the folder that it stands in. Agents of a collection are read in other projects. */
export function isReadInThisFolder({ kind, path = '' }: CheckedFile): boolean {
  return (
    /^(?:\.claude|\.cursor|\.github|prompts)\//.test(path) ||
    ['agents', 'claude', 'gemini', 'skill', 'copilotInstructions'].includes(kind ?? '')
  );
}

/** Whether a path is of a file, and of one that somebody meant. */
function isSpecific(path: string): boolean {
  return EXTENSION.test(path) && !NO_REAL_FILE.test(path);
}

/** Whether the first folder of a path exists where it can be meant: for a skill, beside the skill only. */
function isOfThisFolder(folder: FolderFiles, from: string, path: string): boolean {
  const first = path.replace(/^(?:\.{1,2}\/)+/, '').split('/')[0]!;
  const above = foldersAbove(from);
  const bases = /(?:^|\/)SKILL\.md$/.test(from) ? above.slice(0, 1) : above;
  return bases.some((base) => folder.has(base === '' ? first : `${base}/${first}`));
}
