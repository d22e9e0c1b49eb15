import type { Hub } from './hubTypes';
import { hostOf } from './hubTypes';
import { HubError } from './hubError';
import { endpointOf } from './hubUrl';
import { retryAfter } from './retryAfter';
import { networkAdvice } from './networkErrors';

/** What was asked for, for messages. */
export interface RequestedFile {
  readonly hub: Hub;
  /** owner/name */
  readonly id: string;
  /** A file's path, if one was asked for. */
  readonly file?: string;
  readonly revision?: string;
}

/**
 * Why a server answered with a status that is neither success nor redirection.
 *
 * @param host that answered, which another one may have named
 */
export function httpError(response: Response, host: string, asked: RequestedFile): HubError {
  const { status } = response;
  const what = nameOf(asked);
  if (status === 407)
    return new HubError('network', `The proxy of your network wants a login (407). ${networkAdvice(host)}`);
  if (status === 408 || status === 429 || status >= 500) {
    const limit = status === 429 ? 'too many requests came from here; a token raises the limit' : 'an error of its own';
    return new HubError('busy', `${host} does not give ${what} now: ${status}, ${limit}. Try again in some minutes.`, {
      retryAfter: retryAfter(response.headers),
    });
  }
  // Where the hub keeps large files, access is by signed addresses that expire. A new try gets a new one.
  if (host !== hostOf(asked.hub))
    return new HubError(
      'busy',
      `${host}, where the hub sends for ${what}, refuses it (${status}). ${networkAdvice(host)}`,
    );
  if (status === 401 || status === 403)
    return new HubError('access', `${accessOf(status, host, asked)}${said(response)}`);
  if (status === 404 || status === 410)
    return new HubError('missing', `${missing(status, host, asked)}${said(response)}`);
  return new HubError(
    'answer',
    `${host} answered ${status} when asked for ${what}. Check that it is a hub (leftContext.hub.endpoint).` +
      said(response),
  );
}

function nameOf({ id, file }: RequestedFile): string {
  return file === undefined ? id : `${file} of ${id}`;
}

/** The hub answers 401 for what does not exist, too, lest its existence be told. */
function accessOf(status: number, host: string, asked: RequestedFile): string {
  const { hub, id } = asked;
  const page = `${endpointOf(hub)}/${id}`;
  const tokens = `${endpointOf(hub)}/settings/tokens`;
  if (!hub.token?.trim())
    return (
      `${host} wants an access token for ${nameOf(asked)} (${status}), and none was sent: ${id} is gated or private, ` +
      `or does not exist. Check the id, accept the terms at ${page} if there are any, create a token that may read at ` +
      `${tokens}, and run “Left Context: Set Hub Token…”.`
    );
  return (
    `${host} does not give ${nameOf(asked)} to the token that was sent (${status}): it may be wrong or expired, or ` +
    `${id} may be gated or not exist. Check the id, accept the terms at ${page} if there are any, or create another ` +
    `token at ${tokens} and run “Left Context: Set Hub Token…”.`
  );
}

function missing(status: number, host: string, { id, file, revision }: RequestedFile): string {
  if (file === undefined)
    return `${host} has no model ${id} (${status}). Check its id: owner/name, in upper and lower case.`;
  return (
    `${host} has no ${file} of ${id} at revision ${revision?.slice(0, 8)} (${status}): the model may have been ` +
    'changed, renamed or deleted. Choose it anew to see what there is now.'
  );
}

/** What the hub itself says about it, if it does. */
function said({ headers }: Response): string {
  const message = headers.get('x-error-message')?.trim().slice(0, 200);
  return message ? ` The hub says: ${message}` : '';
}
