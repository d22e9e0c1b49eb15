import { existsSync } from 'node:fs';
import path from 'node:path';
import { isGgufFile } from '../core/models/ggufModelId';
import { isHubId } from '../core/models/hubIdOrFolder';

/** Makes a path absolute. A name with one slash (owner/name) is a path only if that path exists or names a GGUF file. */
export function resolveModel(model: string): string {
  const isPath = isGgufFile(model) || (/[\\/]/.test(model) && (!isHubId(model) || existsSync(model)));
  return isPath ? path.resolve(model) : model;
}
