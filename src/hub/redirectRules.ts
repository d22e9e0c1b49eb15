import { HubError } from './hubError';

/** Redirects of one request that are followed. */
export const MAX_REDIRECTS = 5;
/** Statuses that are followed to another address. */
export const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

/** Where a redirect leads. Throws a HubError for no address, one not of HTTP, and one without the encryption so far. */
export function redirectTarget(from: URL, response: Response): URL {
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
