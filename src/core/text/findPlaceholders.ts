import { hideWhatHoldsNoPlaceholders } from './hideWhatHoldsNoPlaceholders';
import type { Span } from './span';

/** A variable that a template puts out, and its span with the marks around it. */
export interface Placeholder {
  readonly name: string;
  readonly span: Span;
}

/** “topic”, “user.name”, “items[0].name” */
const NAME = String.raw`([\p{L}_](?:(?:[\p{L}\p{N}_.-]|\[\d{1,4}\])*(?:[\p{L}\p{N}_]|\[\d{1,4}\]))?)`;
/** What is done with the variable: “ | upper” */
const FILTERS = String.raw`\s*(?:\|[^{}\n]{0,200})?`;
/** The format of a number, or a conversion: “:.2f”, “:>10”, “!r” */
const FORMAT = String.raw`(?:![ars])?(?::(?:[<>^]\d{1,3}|0?\d{0,3},?\.\d{1,3}[eEfFgG%]|,))?`;
/** Letters, subscripts and escapes before a single brace: f{x}, x_{i}, x^{n}, \{x\}. */
const NOT_BEHIND = String.raw`(?<![{$\\^\p{L}\p{N}])(?<!(?<![\p{L}\p{N}_])\p{L}_)`;
/** Placeholders, one form a line. */
const PLACEHOLDER = new RegExp(
  [
    // Jinja, Handlebars, Mustache, Liquid, Semantic Kernel: {{name}}, {{ name | upper }}, {{$name}}, {{~name~}}, {{- name -}}
    String.raw`(?<![{\\])\{\{[-~&]?\s*\$?${NAME}${FILTERS}[-~]?\}\}(?!\})`,
    // Handlebars, unescaped: {{{name}}}
    String.raw`(?<![{\\])\{\{\{\s*${NAME}\s*\}\}\}(?!\})`,
    // ${name}, ${name:-default}
    String.raw`(?<!\\)\$\{\s*${NAME}\s*(?::-[^{}\n]{0,200})?\}`,
    // VS Code: ${input:name}, ${input:name:hint}
    String.raw`\$\{input:${NAME}(?::[^{}\n]{0,200})?\}`,
    // f-strings, str.format and LangChain, also in braces that are doubled to be written: {name}, {price:.2f}, {{"a": {name}}}
    String.raw`${NOT_BEHIND}\{${NAME}${FORMAT}\}`,
    // ERB and EJS: <%= name %>, <%- name %>, <%= @name %>
    String.raw`<%[=-]=?\s*@?${NAME}\s*-?%>`,
    // <<name>>
    String.raw`(?<!<)<<${NAME}>>(?!>)`,
  ].join('|'),
  'gu',
);
/** Handlebars’ {{else}}, which looks like a name. */
const NO_NAMES = new Set(['else']);

/**
 * The placeholders of a text, in order. Tags of templates that put out nothing, LaTeX, JSON, CSS and the variables of
 * programs in code are none.
 */
export function placeholdersIn(text: string): Placeholder[] {
  return Array.from(hideWhatHoldsNoPlaceholders(text).matchAll(PLACEHOLDER), (match) => ({
    name: match.slice(1).find((name) => name !== undefined)!,
    span: { start: match.index, end: match.index + match[0].length },
  })).filter(({ name }) => !NO_NAMES.has(name));
}
