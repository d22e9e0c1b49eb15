import { httpError, type RequestedFile } from './httpErrors';
import { HubError } from './hubError';
import { endpointOf } from './hubUrl';
import { networkError } from './networkErrors';

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** A success, and who it is from: the hub itself, or where it sent us. */
export interface HubResponse {
  readonly response: Response;
  /** With its port. */
  readonly host: string;
}

/**
 * Asks for `url`, follows redirects, and gives the token to the endpoint's origin only, and no more after a redirect
 * has led elsewhere. Throws a HubError for anything but a success, or the signal's reason.
 *
 * @param accept statuses beside successes that the caller sees to
 */
export async function httpGet(
  url: URL,
  asked: RequestedFile,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  accept: readonly number[] = [],
): Promise<HubResponse> {
  const { origin } = new URL(endpointOf(asked.hub));
  const token = tokenOf(asked);
  let isAtHome = true;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    isAtHome &&= url.origin === origin;
    const authorization = isAtHome && token ? { Authorization: `Bearer ${token}` } : undefined;
    const response = await ask(asked, url, { ...headers, ...authorization }, signal);
    if (response.ok || accept.includes(response.status)) return { response, host: url.host };
    // A body that nobody reads would hold the connection.
    await response.body?.cancel().catch(() => {});
    if (!REDIRECTS.includes(response.status)) throw httpError(response, url.host, asked);
    url = redirected(url, response);
  }
  throw new HubError(
    'answer',
    `${url.host} sends us round in circles: more than ${MOST_REDIRECTS} redirects. Try again later, or set ` +
      'leftContext.hub.endpoint to another hub.',
  );
}

async function ask(
  { hub }: RequestedFile,
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

function redirected(from: URL, response: Response): URL {
  const location = response.headers.get('location');
  const refuse = (reason: string): never => {
    throw new HubError(
      'answer',
      `${from.host} answered ${response.status} and ${reason}. Check leftContext.hub.endpoint and the network's proxy.`,
    );
  };
  if (location === null || !URL.canParse(location, from.href)) return refuse('no address to go on to');
  const to = new URL(location, from.href);
  if (to.protocol !== 'https:' && to.protocol !== 'http:')
    return refuse(`an address of ${to.protocol}, not of the web`);
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return refuse(`sends us to ${to.host} without encryption, where we do not go`);
  return to;
}

/** Checked here, as fetch would put a token that it cannot send into its error's message. */
function tokenOf({ hub }: RequestedFile): string | undefined {
  const token = hub.token?.trim();
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new HubError(
      'request',
      'The access token has characters that no token has. Copy it again, and run “Left Context: Set Hub Token…”.',
    );
  return token;
}
