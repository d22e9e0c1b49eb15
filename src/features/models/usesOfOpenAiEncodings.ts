/** What each of OpenAI's encodings is for. */
export const ENCODING_USES: Readonly<Record<string, string>> = {
  o200k_base: 'OpenAI’s GPT-4o and newer',
  o200k_harmony: 'OpenAI’s gpt-oss',
  cl100k_base: 'OpenAI’s GPT-4 and GPT-3.5',
  p50k_base: 'OpenAI’s text-davinci',
  r50k_base: 'OpenAI’s GPT-3 and GPT-2',
};
