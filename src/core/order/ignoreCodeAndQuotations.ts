/**
 * Fenced code, text in triple quotes, and quotations of three words or more: “```x```”, “"""x"""”, “"as said below"”.
 */
export const QUOTED =
  /^(```|~~~)[^]*?^\1|"""[^]*?"""|["“][^\s"“”]{1,40}[ \t]{1,3}[^\s"“”]{1,40}[ \t]{1,3}[^"“”\n]{1,400}["”]/gm;
/** Masks a character of code or a quotation; no rule matches it. */
export const MASK = '\u0001';
