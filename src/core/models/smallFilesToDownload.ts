/** Small files to download with the graphs, as far as a model has them. */
const SMALL_FILES = [
  'config.json',
  'tokenizer_config.json',
  'generation_config.json',
  'sentence_bert_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'chat_template.jinja',
] as const;

/** Where tokenizers are, the preferred form first: the files of one form are enough. */
const TOKENIZER_FORMS = [
  ['tokenizer.json'],
  ['tokenizer.model'],
  ['spiece.model'],
  ['vocab.json', 'merges.txt'],
  ['vocab.txt'],
] as const;

/** Whether a file of this name holds a tokenizer, or a part of one. */
export function isTokenizerFile(name: string): boolean {
  return TOKENIZER_FORMS.some((names) => names.some((each) => each === name));
}

/** The small files of a repository that a model needs, its tokenizer among them; undefined without a tokenizer. */
export function smallFilesOf<File extends { readonly path: string }>(files: readonly File[]): File[] | undefined {
  const has = (name: string) => files.some(({ path }) => path === name);
  const form = TOKENIZER_FORMS.find((names) => names.every(has));
  const names: readonly string[] = [...SMALL_FILES, ...(form ?? [])];
  return form && files.filter(({ path }) => names.includes(path));
}
