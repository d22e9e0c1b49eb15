import type { Hub } from './hubTypes';
import { endpointOf } from './checkHubEndpoint';
import { checkId } from './refuseInvalidModelId';

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
