import { httpGet } from './httpGet';
import { hostOf } from './hubTypes';
import { HubError } from './hubError';
import type { RetryPolicy } from './retryPolicy';
import { retry } from './retry.node';
import type { RequestedFile } from './httpErrors';
import { networkError } from './networkErrors';
import { withStallTimeout } from './stallTimeout';

/** What a hub answered, and the address of the next page of it, if there is one. */
export interface JsonAnswer {
  readonly value: unknown;
  readonly next: string | undefined;
}

/** Asks a hub's API. Throws a HubError that says what came instead of JSON, or the signal's reason. */
export async function httpGetJson(
  url: URL,
  asked: RequestedFile,
  signal: AbortSignal,
  patience: RetryPolicy,
): Promise<JsonAnswer> {
  let host = hostOf(asked.hub);
  const attempt = (watched: AbortSignal): Promise<JsonAnswer> => {
    return httpGet(url, asked, { Accept: 'application/json' }, watched).then(async (answer) => {
      host = answer.host;
      const text = await textOf(answer.response, host, watched);
      return { value: parsed(text, host), next: nextOf(answer.response.headers.get('link')) };
    });
  };
  return retry(() => withStallTimeout(signal, patience.stall, () => host, attempt), patience, signal);
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
    throw networkError(error, host);
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
