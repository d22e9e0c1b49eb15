import { HubError } from './hubError';
import type { Hub } from './hubTypes';

const ADVICE = 'Set leftContext.hub.endpoint to the address of a hub, such as https://huggingface.co.';

/** The endpoint's URL without a trailing slash. Throws a HubError when it is not an HTTP URL or has credentials. */
export function endpointOf({ endpoint }: Hub): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (error) {
    throw new HubError('request', `The endpoint ${endpoint} is not a URL. ${ADVICE}`, { cause: error });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new HubError(
      'request',
      `The endpoint begins with ${url.protocol}//, not with https:// or http://. ${ADVICE}`,
    );
  if (url.username || url.password)
    throw new HubError('request', `The endpoint at ${url.host} has a user name or a password in its URL. ${ADVICE}`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}
