/** A placeholder: {{name}}, ${name}, {name}, [[NAME]], [NAME], <name>, %%NAME%%, $NAME. */
export const PLACEHOLDER =
  /\{\{[^{}\n]{1,60}\}\}|\$\{\w[\w.-]*\}|(?<![{$])\{[\p{L}_][\w.-]*\}(?!\})|\[\[[^\]\n]{1,60}\]\]|\[[A-Z][A-Z0-9 _/-]*\]|<[a-zA-Z][\w -]*>|%%?\w+%%?|\$[A-Z][A-Z_]+\b/gu;

/** Whether `<name>` is the tag of an element rather than a placeholder. */
export function isTag(word: string, text: string): boolean {
  return word.startsWith('<') && text.includes(`</${word.slice(1)}`);
}
