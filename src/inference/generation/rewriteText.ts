import type { RewriteResult, RewriteRequest } from '../../contracts/completionRequests';
import type { LoadedModel } from '../models/loadedModel';
import { encode } from './encoderDecoder';
import { greedyDecode } from './greedyDecode';

/** Most tokens of a text to rewrite: memory grows with their square. */
const MAX_READ_TOKENS = 2048;

/**
 * Rewrites a text as a text-to-text model was trained to by the text's prefix. Throws when the text is longer than the
 * model reads.
 */
export async function rewrite(
  model: LoadedModel,
  { text, maxTokens }: RewriteRequest,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<RewriteResult> {
  const { tokenizer, spec } = model;
  const { ids } = tokenizer.withSpecialTokens(tokenizer.encode(text).ids);
  const maxReadTokens = Math.min(spec.contextLength ?? MAX_READ_TOKENS, MAX_READ_TOKENS);
  if (ids.length > maxReadTokens)
    throw new Error(
      `This text has ${ids.length.toLocaleString('en')} tokens, and ${spec.label} can rewrite ` +
        `${maxReadTokens.toLocaleString('en')} at once. Select less.`,
    );
  const report = onProgress && ((generated: readonly number[]) => onProgress(tokenizer.decode(generated)));
  const generated = await greedyDecode(model, await encode(model, ids), maxTokens, signal, report);
  return { text: tokenizer.decode(generated.ids), isComplete: generated.isComplete, inputTokens: ids.length };
}
