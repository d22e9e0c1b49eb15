import { EngineError } from '../engineError';

/**
 * The text of a body as it comes, up to a bound. Leaving the loop closes the connection.
 *
 * @param came called with each piece
 * @param cuts whether the rest is left out beyond the bound; it is an error otherwise
 */
export async function* boundedChunks(
  response: Response,
  most: number,
  host: string,
  came: () => void,
  cuts = false,
): AsyncGenerator<string> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      came();
      bytes += value.byteLength;
      if (bytes > most && cuts) return;
      if (bytes > most)
        throw new EngineError(
          'answer',
          `${host} sent more than ${Math.round(most / 2 ** 20)} MB in answer to one request, so it was cut off. Check what answers there.`,
        );
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    await reader.cancel().catch(() => {});
  }
}
