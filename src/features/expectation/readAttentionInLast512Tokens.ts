import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { receivedAttention, type ReceivedAttention } from '../../core/expectation/attentionOfLastToken';
import type { Span } from '../../core/text/span';

/** Most tokens at the end of the prompt whose attention is read. */
const WINDOW_TOKENS = 512;

/** The attention that the span receives from the last token; the reason as a text where it cannot be read. */
export async function attentionOn(
  inference: Inference,
  model: string,
  text: string,
  span: Span,
  signal: AbortSignal,
): Promise<ReceivedAttention | string> {
  const selections = [{ model, layer: 'mean', head: 'mean' }] as const;
  const request = { models: [model], text, focus: text.length, windowTokens: WINDOW_TOKENS, selections };
  try {
    const [attention] = await inference.attend(request, signal);
    const first = attention!.starts.find((start) => start >= 0) ?? 0;
    if (span.start < first)
      return `It starts before the last ${attention!.pieces.length} tokens, and only their attention is read.`;
    return receivedAttention(span, attention!, attention!.weights);
  } catch (error) {
    signal.throwIfAborted();
    return errorText(error);
  }
}
