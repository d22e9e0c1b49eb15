import { HubError } from './hubError';
import { hostOf, type Hub } from './hubTypes';
import { networkAdvice } from './networkErrors';
import { retryAfter } from './retryAfterHeader';
import { endpointOf } from './checkHubEndpoint';
import { isTemporaryStatus } from './whichErrorsAreRetried';

/** What a request to a hub is for. */
export interface HubRequest {
  readonly hub: Hub;
  /** owner/name */
  readonly id: string;
  /** Path of the requested file; undefined for the model itself. */
  readonly file?: string;
  readonly revision?: string;
}

/**
 * The error for a status that is neither success nor redirect.
 *
 * @param host that answered; after a redirect, not the hub's own
 */
export function httpError(response: Response, host: string, request: HubRequest): HubError {
  const { status } = response;
  const what = nameOf(request);
  if (status === 407)
    return new HubError('network', `The proxy of your network requires a login (407). ${networkAdvice(host)}`);
  if (isTemporaryStatus(status)) {
    const reason = status === 429 ? 'too many requests; an access token raises the limit' : 'a server error';
    return new HubError('busy', `${host} cannot send ${what} now (${status}, ${reason}). Try again in a few minutes.`, {
      retryAfter: retryAfter(response.headers),
    });
  }
  // Signed addresses of large files expire, and a retry gets a new one.
  if (host !== hostOf(request.hub))
    return new HubError(
      'busy',
      `${host}, to which the hub redirects for ${what}, refused the request (${status}). ${networkAdvice(host)}`,
    );
  if (status === 401 || status === 403)
    return new HubError('access', accessMessage(status, host, request) + hubMessage(response));
  if (status === 404 || status === 410)
    return new HubError('missing', missingMessage(status, host, request) + hubMessage(response));
  return new HubError(
    'answer',
    `${host} answered ${status} to the request for ${what}. Check that leftContext.hub.endpoint names a hub.` +
      hubMessage(response),
  );
}

function nameOf({ id, file }: HubRequest): string {
  return file === undefined ? id : `${file} of ${id}`;
}

/** The hub also answers 401 for models that do not exist, to keep private names secret. */
function accessMessage(status: number, host: string, request: HubRequest): string {
  const { hub, id } = request;
  const page = `${endpointOf(hub)}/${id}`;
  const tokens = `${endpointOf(hub)}/settings/tokens`;
  if (!hub.token?.trim())
    return (
      `${host} requires an access token for ${nameOf(request)} (${status}), and none was sent: ${id} is gated or ` +
      `private, or does not exist. Check the id, accept the terms at ${page} if there are any, create a token with ` +
      `read access at ${tokens}, and run “Left Context Models: Set Hub Token…”.`
    );
  return (
    `${host} denied ${nameOf(request)} to the access token that was sent (${status}): the token may be wrong or ` +
    `expired, or ${id} may be gated or not exist. Check the id, accept the terms at ${page} if there are any, or ` +
    `create another token at ${tokens} and run “Left Context Models: Set Hub Token…”.`
  );
}

function missingMessage(status: number, host: string, { id, file, revision }: HubRequest): string {
  if (file === undefined)
    return `${host} has no model ${id} (${status}). Check its id: owner/name, with the right upper and lower case.`;
  return (
    `${host} has no ${file} of ${id} at revision ${revision?.slice(0, 8)} (${status}): the model may have been ` +
    'changed, renamed or deleted. Choose it again to see its current files.'
  );
}

/** The hub's own explanation, if it sent one. */
function hubMessage({ headers }: Response): string {
  const message = headers.get('x-error-message')?.trim().slice(0, 200);
  return message ? ` The hub says: ${message}` : '';
}
