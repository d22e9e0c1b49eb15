import { hideLatex } from './hideLatex';
import type { Block } from './structure/textBlocks';
import { structureOf } from './structure/textStructure';

/** One UTF-16 code unit that no template contains. */
const MASK = '\0';
/** Languages of code that is prose or data for a template to fill; code without a language is, too. */
const FILLED = new Set(
  `text txt plain plaintext markdown md mdx json jsonc json5 jsonl yaml yml toml csv xml html prompt prompty
   jinja jinja2 j2 django liquid handlebars hbs mustache erb ejs`.split(/\s+/),
);
const LATEX = new Set(['latex', 'tex', 'math', 'katex']);
/** “```python”, “~~~ {.python}” */
const LANGUAGE = /^(?:`{3,}|~{3,})[ \t]*(?:\{[ \t]*)?\.?([\w+#-]+)/;
/** {{name}} in a program, but not style={{…}} of JSX and ${{…}} of a workflow. */
const FILLED_IN_PROGRAM = /(?<![=${\\])\{\{[^{}\n]{1,200}\}\}(?!\})/g;

/** Comments, raw text and tags without output of templates, one form a line; each ends where another one begins. */
const NO_OUTPUT = new RegExp(
  [
    // {# remark #}, {{!-- remark --}}
    String.raw`\{#(?:(?!\{#)[^]){0,2000}?#\}`,
    String.raw`\{\{!--(?:(?!\{\{!--)[^]){0,2000}?--\}\}`,
    // {% raw %} … {% endraw %}
    String.raw`\{%-? ?raw ?-?%\}(?:(?!\{%-? ?raw)[^]){0,10000}?\{%-? ?endraw ?-?%\}`,
    // {% if name %}, <% if (name) { %>
    String.raw`\{%(?:(?!\{%)[^]){0,1000}?%\}`,
    String.raw`<%(?![=-])(?:(?!<%)[^]){0,1000}?%>`,
  ].join('|'),
  'g',
);

/**
 * The text with what holds no placeholders replaced by as many other characters: front matter, programs, mathematics, and
 * what a template does not put out.
 */
export function hideWhatHoldsNoPlaceholders(text: string): string {
  const { blocks } = structureOf(text);
  let visible = '';
  for (const block of blocks) {
    visible += text.slice(visible.length, block.start);
    visible += hideInBlock(text.slice(block.start, block.end), block);
  }
  return (visible + text.slice(visible.length)).replace(NO_OUTPUT, hide);
}

function hideInBlock(source: string, { kind, start, contentStart }: Block): string {
  if (kind === 'front matter' || kind === 'math') return hide(source);
  if (kind !== 'code') return hideLatex(source, MASK);
  const language = LANGUAGE.exec(source.slice(contentStart - start))?.[1]?.toLowerCase();
  if (language === undefined || FILLED.has(language)) return source;
  return LATEX.has(language) ? hide(source) : hideProgram(source);
}

function hideProgram(source: string): string {
  let visible = '';
  for (const { index, 0: part } of source.matchAll(FILLED_IN_PROGRAM))
    visible += hide(source.slice(visible.length, index)) + part;
  return visible + hide(source.slice(visible.length));
}

function hide(part: string): string {
  return MASK.repeat(part.length);
}
