/**
 * Option of gpt-tokenizer: special tokens spelled out in the text, such as <|endoftext|>, are encoded as ordinary text,
 * as OpenAI's API does with users' messages.
 */
export const SPECIAL_TOKENS_AS_TEXT = { disallowedSpecial: new Set<string>() };
