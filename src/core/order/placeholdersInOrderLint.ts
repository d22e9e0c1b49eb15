/** A placeholder: {{name}}, ${name}, {name}, [[NAME]], [NAME], <name>, %%NAME%%, $NAME. */
export const PLACEHOLDER =
  /\{\{[^{}\n]{1,60}\}\}|\$\{\w[\w.-]*\}|(?<![{$])\{[\p{L}_][\w.-]*\}(?!\})|\[\[[^\]\n]{1,60}\]\]|\[[A-Z][A-Z0-9 _/-]*\]|<[a-zA-Z][\w -]*>|%%?\w+%%?|\$[A-Z][A-Z_]+\b/gu;

/** The tags of elements in a text, as a placeholder looks: “<role>”, if there is a “</role>”. */
export function tagsIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/<\/([a-zA-Z][\w -]*>)/g), ([, tag]) => `<${tag}`));
}
