import type { Span } from '../../text/span';

/** A tag of Jinja, Liquid, Mustache, Handlebars or Semantic Kernel: {{ name }}, {{{name}}}, {% if name %}. */
export interface TemplateTag extends Span {
  /** {% … %} is a statement, all others put something out. */
  readonly isStatement: boolean;
  /** What stands between the marks, and where it starts. */
  readonly inner: string;
  readonly innerStart: number;
}

const INNER = String.raw`((?:(?!\{[{%]|[%}]\})[^]){0,1000}?)`;
/** Comments and raw text, which are no tags, then the tags; each ends where another one begins. */
const TAG = new RegExp(
  [
    String.raw`\{#(?:(?!\{#)[^]){0,2000}?#\}`,
    String.raw`\{\{!--(?:(?!\{\{!--)[^]){0,2000}?--\}\}`,
    String.raw`\{\{~?!(?:(?!\{\{~?!)[^]){0,2000}?\}\}`,
    String.raw`\{%[-+]? ?(raw|comment) ?[-+]?%\}(?:(?!\{%[-+]? ?(?:raw|comment))[^]){0,10000}?\{%[-+]? ?end\1 ?[-+]?%\}`,
    String.raw`(?<!\\)\{\{\{?(?!~?!)[-~+]?${INNER}[-~+]?\}\}\}?`,
    String.raw`\{%[-+]?${INNER}[-+]?%\}`,
  ].join('|'),
  'g',
);

/** The tags of a template, in order. */
export function templateTags(text: string): TemplateTag[] {
  return Array.from(text.matchAll(TAG), (match): TemplateTag | undefined => {
    const inner = match[2] ?? match[3];
    if (inner === undefined) return undefined;
    const start = match.index;
    const innerStart = start + match[0].indexOf(inner, 2);
    return { isStatement: match[3] !== undefined, inner, innerStart, start, end: start + match[0].length };
  }).filter((tag) => tag !== undefined);
}
