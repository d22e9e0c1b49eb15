/**
 * Throws when tokenizer_config.json names a tokenizer that reads the same file in another way, such as BertJapaneseTokenizer, which
 * finds words with MeCab.
 *
 * @param classes names without “Fast”
 */
export function refuseOtherClass(
  file: string,
  config: Readonly<Record<string, unknown>>,
  classes: readonly string[],
): void {
  const { tokenizer_class: name, word_tokenizer_type: words } = config;
  const isKnown = name === undefined || name === null || classes.includes(String(name).replace(/Fast$/, ''));
  if (isKnown && (words === undefined || words === 'basic')) return;
  throw new Error(
    `${file} does not say how ${isKnown ? String(words) : String(name)} splits text. Get the model's tokenizer.json from where it is ` +
      'from, and put it beside.',
  );
}
