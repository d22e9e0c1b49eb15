import { EngineError } from '../engineError';
import { faultInAnswer } from './statusFault';

/** Longest line of an answer in events, in UTF-16 code units. */
const MAX_LINE = 2 ** 20;

/**
 * The JSON values in server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) or in lines of JSON. Ends at
 * “[DONE]”.
 *
 * @param isEvents whether these are server-sent events
 * @throws an EngineError for what is no JSON, for an error that an engine sends in the middle, and for a stream that ends within a line
 */
export async function* jsonEvents(
  chunks: AsyncIterable<string>,
  isEvents: boolean,
  host: string,
): AsyncGenerator<unknown> {
  for await (const line of lines(chunks, host)) {
    // Events of engines have one line of data. Comments, names and empty lines between events are passed over.
    const data = isEvents ? /^(?:data|error):\s?(.*)$/.exec(line)?.[1] : line;
    if (data === undefined || data.trim() === '') continue;
    if (data.trim() === '[DONE]') return;
    const value = parsed(data, host);
    const fault = faultInAnswer(value, host);
    if (fault) throw fault;
    yield value;
  }
}

async function* lines(chunks: AsyncIterable<string>, host: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop()!;
    yield* parts;
    if (rest.length > MAX_LINE)
      throw new EngineError(
        'answer',
        `${host} sent a line without an end, so it was cut off. Check what answers there.`,
      );
  }
  if (rest.trim() !== '') yield rest;
}

function parsed(data: string, host: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw new EngineError(
      'answer',
      `${host} sent an event that is no whole JSON: the connection may have broken, or no engine answers there. Try again.`,
      { cause: error },
    );
  }
}
