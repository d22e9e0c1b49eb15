/** Small files to download with the graphs, as far as a model has them. */
export const SMALL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
  'sentence_bert_config.json',
] as const;
