import { isHubId } from '../core/models/modelSpec';
import type { Hub } from './hubTypes';
import { HubError } from './hubError';

/** The endpoint's URL without a slash at its end. Throws a HubError when it is none. */
export function endpointOf({ endpoint }: Hub): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (error) {
    throw new HubError('request', `${endpoint} is no URL. ${ADVICE}`, { cause: error });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new HubError('request', `The endpoint ${url.protocol}// is not one of the web. ${ADVICE}`);
  if (url.username || url.password)
    throw new HubError('request', `The endpoint at ${url.host} has a user or a password in its URL. ${ADVICE}`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** A question about a model: /api/models/owner/name/…. Throws a HubError when `id` is not owner/name. */
export function apiUrl(hub: Hub, id: string, ...parts: readonly string[]): URL {
  checkId(id);
  return new URL([endpointOf(hub), 'api', 'models', id, ...parts.map(encodeURIComponent)].join('/'));
}

/** Where a file lies. Throws a HubError when `id` is not owner/name. */
export function fileUrl(hub: Hub, id: string, revision: string, path: string): URL {
  checkId(id);
  const parts = [revision, ...path.split('/')].map(encodeURIComponent);
  return new URL([endpointOf(hub), id, 'resolve', ...parts].join('/'));
}

const ADVICE = 'Give the address of a hub as the endpoint, such as https://huggingface.co.';

function checkId(id: string): void {
  if (!isHubId(id))
    throw new HubError(
      'request',
      `${id} is no id of a model. An id has two parts: owner/name, such as Xenova/distilgpt2.`,
    );
}
