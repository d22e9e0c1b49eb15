import { isHubId } from '../core/models/modelSpec';
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

/** API address of a model: /api/models/owner/name/…. Throws a HubError when `id` is not owner/name. */
export function apiUrl(hub: Hub, id: string, ...parts: readonly string[]): URL {
  checkId(id);
  return new URL([endpointOf(hub), 'api', 'models', id, ...parts.map(encodeURIComponent)].join('/'));
}

/** Address of a file of a model. Throws a HubError when `id` is not owner/name. */
export function fileUrl(hub: Hub, id: string, revision: string, path: string): URL {
  checkId(id);
  const parts = [revision, ...path.split('/')].map(encodeURIComponent);
  return new URL([endpointOf(hub), id, 'resolve', ...parts].join('/'));
}

function checkId(id: string): void {
  if (!isHubId(id))
    throw new HubError(
      'request',
      `${id} is not the id of a model. Enter its owner and its name, owner/name, such as Xenova/distilgpt2.`,
    );
}
