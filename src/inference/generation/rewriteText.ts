import type { RewriteResult, RewriteRequest } from '../../contracts/completionRequests';
import type { LoadedModel } from '../models/loadedModel';
import { encode } from './encoderDecoder';
import { greedyDecode } from './greedyDecode';
import { refuseTooLongTextToRewrite } from './refuseTooLongTextToRewrite';

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
  refuseTooLongTextToRewrite(ids.length, spec);
  const report = onProgress && ((generated: readonly number[]) => onProgress(tokenizer.decode(generated)));
  const generated = await greedyDecode(model, await encode(model, ids), maxTokens, signal, report);
  return { text: tokenizer.decode(generated.ids), isComplete: generated.isComplete, inputTokens: ids.length };
}
