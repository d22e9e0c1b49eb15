import type { GeneratedToken } from './engine';
import { EngineError } from './engineError';

/** The tokens of an answer. Throws when an engine sends more than were asked for, since it may never end. */
export async function* atMostTokens(
  tokens: AsyncIterable<GeneratedToken>,
  most: number,
  host: string,
): AsyncGenerator<GeneratedToken> {
  let count = 0;
  for await (const token of tokens) {
    if (++count > most)
      throw new EngineError(
        'answer',
        `${host} sent more than the ${most} tokens that were asked for, so it was cut off. Check what answers there.`,
      );
    yield token;
  }
}
