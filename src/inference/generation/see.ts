import type { Seen, SeeRequest } from '../../contracts/inference';
import { leftContext, LONGEST_CONTEXT } from '../../core/contextWindow';
import type { Writer } from './complete';
import { leftTokens } from './leftTokens';

/** Which tokens of the text left of the caret a completion would be made from. */
export function see(writer: Writer, { left, length }: SeeRequest): Seen {
  const context = leftContext(left, left.length, LONGEST_CONTEXT);
  const { all, seen, from } = leftTokens(writer, { left: context, length });
  const before = left.length - context.length;
  return { tokens: seen, of: all + writer.tokenizer.encode(left.slice(0, before)).ids.length, from: before + from };
}
