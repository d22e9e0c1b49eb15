import type { SpecialTokens } from './tokenizerDefinition';

const ROLES = ['bos_token', 'eos_token', 'unk_token', 'mask_token', 'pad_token', 'cls_token', 'sep_token'] as const;

/** Whether a key of tokenizer_config.json names a token with a role. */
export function isRole(key: string): boolean {
  return ROLES.some((role) => role === key);
}

/** What vocabularies call the tokens with a role, where no file says which they are. The likeliest first. */
const USUAL: Partial<Record<(typeof ROLES)[number], readonly string[]>> = {
  bos_token: ['<s>', '<|begin_of_text|>', '<bos>', '<|endoftext|>'],
  eos_token: ['</s>', '<|im_end|>', '<|end_of_text|>', '<eos>', '<|endoftext|>'],
  mask_token: ['[MASK]', '<mask>'],
  cls_token: ['[CLS]'],
  sep_token: ['[SEP]'],
};

/** The tokens with a role in files of which the first has the last word; each is a text, or an object with a `content`. */
export function specialTokensIn(files: readonly Readonly<Record<string, unknown>>[]): SpecialTokens {
  const found = ROLES.map((role) => [role, files.map((file) => contentOf(file[role])).find((content) => content)]);
  return Object.fromEntries(found.filter(([, content]) => content));
}

function contentOf(token: unknown): string | undefined {
  if (typeof token === 'string') return token;
  const { content } = (token ?? {}) as { content?: unknown };
  return typeof content === 'string' ? content : undefined;
}

/** Adds the tokens that no file names and the vocabulary has under a usual name. */
export function withUsualNames(special: SpecialTokens, pieces: readonly string[]): SpecialTokens {
  const known = new Set(pieces);
  const usual = Object.entries(USUAL).map(([role, names]) => [role, names.find((name) => known.has(name))]);
  return { ...Object.fromEntries(usual.filter(([, name]) => name)), ...special };
}
