/** An argument of a command, with braces inside it, also doubled: {a}, {\sqrt{a}}, {{a}}. */
const ARGUMENT = String.raw`\{(?:[^{}\n]|\{[^{}\n]{0,100}\}){0,200}\}`;
/** LaTeX in running text, one form a line. */
const LATEX = new RegExp(
  [
    // $x_{i}$, not “$5 and $6”, ${name} or what spans a blank line
    String.raw`(?<![\\$\w])\$(?![\s{])(?=[^$]{0,500}[\\_^])(?:[^$\n]|\n(?![ \t]*\n)){1,500}(?<![\s\\])\$(?![\w{])`,
    // $$x^{n}$$
    String.raw`\$\$[^$]{1,2000}\$\$`,
    // \(x_{i}\), \[x^{n}\]
    String.raw`\\\((?:(?!\\[()])[^]){0,2000}\\\)`,
    String.raw`\\\[(?:(?!\\[[\]])[^]){0,2000}\\\]`,
    // \begin{cases} … \end{cases}
    String.raw`\\begin\{(?:(?!\\(?:begin|end)\{)[^]){0,2000}\\end\{\w{1,20}\*?\}`,
    // \frac{a}{b}, \sum_{i}^{n}, \sqrt[3]{x}; not \n, \r and \t before something else
    String.raw`\\(?![nrt](?![A-Za-z]))[A-Za-z]{1,30}\*?(?:\[[^[\]\n]{0,50}\])?(?:[_^]?${ARGUMENT})+`,
  ].join('|'),
  'g',
);
/** “\[Company\]” escapes the brackets of Markdown: nothing in it is mathematics. */
const ESCAPED_BRACKETS = /^\\[([](?!.*(?:\\[A-Za-z]|[_^]))/s;

/** Replaces the LaTeX in running text by as many `mask`, which is one UTF-16 code unit. */
export function hideLatex(text: string, mask: string): string {
  if (!/[\\$]/.test(text)) return text;
  return text.replace(LATEX, (latex) => (ESCAPED_BRACKETS.test(latex) ? latex : mask.repeat(latex.length)));
}
