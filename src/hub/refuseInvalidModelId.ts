import { isHubId } from '../core/models/hubIdOrFolder';
import { HubError } from './hubError';

/** Throws a HubError when `id` is not owner/name. */
export function checkId(id: string): void {
  if (!isHubId(id))
    throw new HubError(
      'request',
      `${id} is not the id of a model. Enter its owner and its name, owner/name, such as Xenova/distilgpt2.`,
    );
}
