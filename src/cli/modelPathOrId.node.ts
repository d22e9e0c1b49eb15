import { existsSync } from 'node:fs';
import path from 'node:path';
import { isHubId } from '../core/models/hubIdOrFolder';

/** Makes a path absolute. A name with one slash (owner/name) is a path only if that path exists. */
export function resolveModel(model: string): string {
  const isPath = /[\\/]/.test(model) && (!isHubId(model) || existsSync(model));
  return isPath ? path.resolve(model) : model;
}
