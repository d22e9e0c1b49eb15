import type { HubRequest } from './httpStatusErrors';
import { httpGet } from './httpGet';
import { HubError } from './hubError';
import { hostOf } from './hubTypes';
import { networkError } from './networkErrors';
import { retry } from './retryTemporaryErrors.node';
import type { RetryPolicy } from './downloadTimeoutsAndRetries';
import { withStallTimeout } from './stallTimeout';
import { webPageError } from './webPageInsteadOfData';

/** One page of a hub's answer, and the address of the next page, if there is one. */
export interface JsonPage {
  readonly value: unknown;
  readonly next: string | undefined;
}

/** Requests JSON from a hub's API. Throws a HubError, also for an answer that is not JSON, or the signal's reason. */
export async function httpGetJson(
  url: URL,
  request: HubRequest,
  signal: AbortSignal,
  retryPolicy: RetryPolicy,
): Promise<JsonPage> {
  let host = hostOf(request.hub);
  const attempt = async (attemptSignal: AbortSignal): Promise<JsonPage> => {
    const answer = await httpGet(url, request, { Accept: 'application/json' }, attemptSignal);
    host = answer.host;
    const text = await readBody(answer.response, host, attemptSignal);
    return { value: parseJson(text, host), next: nextPage(answer.response.headers.get('link')) };
  };
  return retry(() => withStallTimeout(signal, retryPolicy.stallTimeout, () => host, attempt), retryPolicy, signal);
}

async function readBody(response: Response, host: string, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, host);
  }
}

function parseJson(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*</.test(text)) throw webPageError(host);
    throw new HubError(
      'answer',
      `${host} answered with invalid JSON. Try again; if that does not help, check leftContext.hub.endpoint.`,
      { cause: error },
    );
  }
}

/** The address with rel="next" in a Link header (RFC 8288). */
function nextPage(link: string | null): string | undefined {
  return /<([^<>]*)>\s*;(?:[^<]*;)?\s*rel="?next\b/i.exec(link ?? '')?.[1];
}
