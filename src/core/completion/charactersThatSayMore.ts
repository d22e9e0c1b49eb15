const DENSE = new RegExp(
  `^[${['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map((script) => `\\p{Script=${script}}`).join('')}]`,
  'u',
);

/** Whether a text begins in a script whose characters say about as much as two Latin letters each. */
export function isDense(text: string): boolean {
  return DENSE.test(text);
}
