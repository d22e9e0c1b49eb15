import { httpError, type HubRequest } from './httpStatusErrors';
import { HubError } from './hubError';
import { networkError } from './networkErrors';
import { MAX_REDIRECTS, REDIRECT_STATUSES, redirectTarget } from './redirectRules';
import { checkedToken } from './refuseMalformedToken';
import { authorizationHeader } from './sendTokenToHubOnly';
import { endpointOf } from './checkHubEndpoint';

/** A response, and the host that sent it: the hub itself, or the target of its redirects. */
export interface HubResponse {
  readonly response: Response;
  /** With its port. */
  readonly host: string;
}

/**
 * Sends a GET request and follows redirects. The access token goes to the endpoint's origin only, and to nobody after
 * a redirect has led to another origin. Throws a HubError for anything but a success, or the signal's reason.
 *
 * @param acceptedStatuses statuses besides successes that are returned, not thrown
 */
export async function httpGet(
  url: URL,
  request: HubRequest,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  acceptedStatuses: readonly number[] = [],
): Promise<HubResponse> {
  const { origin } = new URL(endpointOf(request.hub));
  const token = checkedToken(request);
  let isAtEndpoint = true;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    isAtEndpoint &&= url.origin === origin;
    const authorization = authorizationHeader(token, isAtEndpoint);
    const response = await fetchOnce(request, url, { ...headers, ...authorization }, signal);
    if (response.ok || acceptedStatuses.includes(response.status)) return { response, host: url.host };
    // An unread body would keep the connection open.
    await response.body?.cancel().catch(() => {});
    if (!REDIRECT_STATUSES.includes(response.status)) throw httpError(response, url.host, request);
    url = redirectTarget(url, response);
  }
  throw new HubError(
    'answer',
    `${url.host} redirected more than ${MAX_REDIRECTS} times. Try again later, or set leftContext.hub.endpoint to ` +
      'another hub.',
  );
}

async function fetchOnce(
  { hub }: HubRequest,
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await (hub.fetch ?? fetch)(url, { headers, signal, redirect: 'manual' });
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, url.host);
  }
}
