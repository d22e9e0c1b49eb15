import type { Span } from '../../text/span';
import { structureOf } from '../../text/structure/textStructure';
import type { BlockKind } from '../../text/structure/textBlocks';

/** A link of Markdown to another place: “[style](docs/style.md#names)”, “[style]: docs/style.md”. */
export interface Link extends Span {
  /** As it is written, without angle brackets around it. */
  readonly target: string;
  readonly targetSpan: Span;
}

const NO_LINKS: ReadonlySet<BlockKind> = new Set(['front matter', 'code', 'indented', 'comment', 'math']);
/** Images are left out: a model does not see them. */
const INLINE =
  /(?<!!)\[[^[\]\n]{0,300}\]\([ \t]{0,9}(?:<([^<>\n]{1,300})>|([^\s()<>]{1,300}))(?:[ \t]{1,9}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'))?[ \t]{0,9}\)/dg;
const DEFINITION =
  /^ {0,3}\[[^[\]\n^][^[\]\n]{0,200}\]:[ \t]{1,9}(?:<([^<>\n]{1,300})>|([^\s<>]{1,300}))[ \t]{0,9}$/dgm;

/** The links of a text, in order; those in code, comments and images aside. */
export function linksIn(text: string): Link[] {
  const visible = withoutCode(text);
  const found = [...visible.matchAll(INLINE), ...visible.matchAll(DEFINITION)];
  return found
    .map((match) => {
      const [start, end] = match.indices![1] ?? match.indices![2]!;
      const targetSpan = { start, end };
      return { start: match.index, end: match.index + match[0].length, target: text.slice(start, end), targetSpan };
    })
    .sort((a, b) => a.start - b.start);
}

/** The text with code, comments and front matter replaced by letters, at the same offsets. */
export function withoutCode(text: string): string {
  let result = '';
  for (const { kind, start, end } of structureOf(text).blocks)
    if (NO_LINKS.has(kind)) result += text.slice(result.length, start) + hidden(text.slice(start, end));
  return (result + text.slice(result.length)).replace(/(?<!`)(`{1,3})(?!`)[^`\n]{1,1000}\1(?!`)/g, hidden);
}

function hidden(code: string): string {
  return code.replace(/[^\n]/g, 'x');
}

/** A part of a link with “%20” and the like read. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
