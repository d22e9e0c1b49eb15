import { httpError, type HubRequest } from './httpStatusErrors';
import { HubError } from './hubError';
import { endpointOf } from './hubUrl';
import { networkError } from './networkErrors';

const MAX_REDIRECTS = 5;
const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

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
    const authorization = isAtEndpoint && token ? { Authorization: `Bearer ${token}` } : undefined;
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

function redirectTarget(from: URL, response: Response): URL {
  const location = response.headers.get('location');
  const refuse = (problem: string): never => {
    throw new HubError(
      'answer',
      `${from.host} answered ${response.status} with ${problem}. Check leftContext.hub.endpoint and the proxy.`,
    );
  };
  if (location === null || !URL.canParse(location, from.href)) return refuse('no address to redirect to');
  const to = new URL(location, from.href);
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return refuse(`a redirect to ${to.protocol}, not to HTTP`);
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return refuse(`a redirect to ${to.host} without encryption, which Left Context does not follow`);
  return to;
}

/** Checks the token before fetch does, whose error message would contain the token. */
function checkedToken({ hub }: HubRequest): string | undefined {
  const token = hub.token?.trim();
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new HubError(
      'request',
      'The access token has characters that tokens never have. Copy it again and run “Left Context: Set Hub Token…”.',
    );
  return token;
}
