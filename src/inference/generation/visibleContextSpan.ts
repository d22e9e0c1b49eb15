import type { VisibleContext, VisibleContextRequest } from '../../contracts/completionRequests';
import { leftContext } from '../../core/tokens/textThatFillsContextWindow';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import type { CausalModel } from './causalModel';
import { leftContextTokens } from './leftContextTokens';

/** Which tokens of the text left of the caret a completion reads. */
export function visibleContext(model: CausalModel, { left, length }: VisibleContextRequest): VisibleContext {
  const context = leftContext(left, left.length, MAX_CONTEXT_TOKENS);
  const { all, seen, from } = leftContextTokens(model, { left: context, length });
  const before = left.length - context.length;
  return {
    tokens: seen,
    totalTokens: all + model.tokenizer.encode(left.slice(0, before)).ids.length,
    start: before + from,
  };
}
