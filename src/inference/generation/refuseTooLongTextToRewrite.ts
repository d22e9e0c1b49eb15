import type { ModelSpec } from '../../core/models/modelSpec';

/** Most tokens of a text to rewrite: memory grows with their square. */
const MAX_READ_TOKENS = 2048;

/** Throws when a text has more tokens, special tokens included, than the model reads. */
export function refuseTooLongTextToRewrite(tokens: number, spec: ModelSpec): void {
  const maxReadTokens = Math.min(spec.contextLength ?? MAX_READ_TOKENS, MAX_READ_TOKENS);
  if (tokens > maxReadTokens)
    throw new Error(
      `This text has ${tokens.toLocaleString('en')} tokens, and ${spec.label} can rewrite ` +
        `${maxReadTokens.toLocaleString('en')} at once. Select less.`,
    );
}
