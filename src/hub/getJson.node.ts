import { get } from './get';
import { hostOf } from './hub';
import { HubError } from './hubError';
import type { Patience } from './patience';
import { persist } from './persist.node';
import type { Asked } from './refusal';
import { unreachable } from './unreachable';
import { watchForStalls } from './watchForStalls';

/** What a hub answered, and the address of the next page of it, if there is one. */
export interface JsonAnswer {
  readonly value: unknown;
  readonly next: string | undefined;
}

/** Asks a hub's API. Throws a HubError that says what came instead of JSON, or the signal's reason. */
export async function getJson(url: URL, asked: Asked, signal: AbortSignal, patience: Patience): Promise<JsonAnswer> {
  let host = hostOf(asked.hub);
  const attempt = (watched: AbortSignal): Promise<JsonAnswer> => {
    return get(url, asked, { Accept: 'application/json' }, watched).then(async (answer) => {
      host = answer.host;
      const text = await textOf(answer.response, host, watched);
      return { value: parsed(text, host), next: nextOf(answer.response.headers.get('link')) };
    });
  };
  return persist(() => watchForStalls(signal, patience.stall, () => host, attempt), patience, signal);
}

/** Why a web page is not what was wanted. */
export function webPage(host: string): HubError {
  return new HubError(
    'answer',
    `${host} answered with a web page instead of what a hub answers. The network may want a login: open any page in ` +
      'your browser. Otherwise check leftContext.hub.endpoint and the proxy.',
  );
}

async function textOf(response: Response, host: string, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error, host);
  }
}

function parsed(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*</.test(text)) throw webPage(host);
    throw new HubError(
      'answer',
      `${host} answered with JSON that is damaged. Try again; if that does not help, check leftContext.hub.endpoint.`,
      { cause: error },
    );
  }
}

/** Of a Link header: the address with rel="next". */
function nextOf(link: string | null): string | undefined {
  return /<([^<>]*)>\s*;(?:[^<]*;)?\s*rel="?next\b/i.exec(link ?? '')?.[1];
}
