import { EngineError } from '../engineError';

/** Statuses that repeat a request elsewhere as it is. Others would turn it into another one. */
const REPEATED = [307, 308];
const REDIRECTS = [301, 302, 303, ...REPEATED];

/**
 * Where to repeat a request; undefined when the response is no redirect.
 *
 * @throws an EngineError when it leads to another origin: text and keys go only where the user said
 */
export function redirectWithinOrigin(from: URL, response: Response, origin: string): URL | undefined {
  if (!REDIRECTS.includes(response.status)) return undefined;
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) throw refusedRedirect(from.host, 'to no address');
  const to = new URL(location, from.href);
  if (to.origin !== origin) throw refusedRedirect(from.host, `to ${to.origin}`);
  if (!REPEATED.includes(response.status)) throw refusedRedirect(from.host, `to ${to.pathname} with another method`);
  return to;
}

export function refusedRedirect(host: string, where: string): EngineError {
  return new EngineError(
    'answer',
    `${host} redirects ${where}, and text is sent only to the address that you chose. If that is where the engine is, connect it by ` +
      'that address.',
  );
}
