import type { VisibleContext, VisibleContextRequest } from '../../contracts/completion';
import { leftContext, MAX_CONTEXT_TOKENS } from '../../core/tokens/contextWindow';
import type { Writer } from './complete';
import { leftContextTokens } from './leftContextTokens';

/** Which tokens of the text left of the caret a completion would be made from. */
export function visibleContext(writer: Writer, { left, length }: VisibleContextRequest): VisibleContext {
  const context = leftContext(left, left.length, MAX_CONTEXT_TOKENS);
  const { all, seen, from } = leftContextTokens(writer, { left: context, length });
  const before = left.length - context.length;
  return { tokens: seen, of: all + writer.tokenizer.encode(left.slice(0, before)).ids.length, from: before + from };
}
