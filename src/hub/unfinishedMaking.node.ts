import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './diskErrors';

const MAKING_FOLDER = 'left-context.making';

/** The folder within a model's folder in which the model's files are made, until they are complete. */
export function makingFolder(folder: string): string {
  return path.join(folder, MAKING_FOLDER);
}

/** Deletes files that are or were being made, if there are any. Throws a HubError. */
export async function deleteUnfinishedMaking(folder: string): Promise<void> {
  const making = makingFolder(folder);
  await withFsErrors(making, () => rm(making, { recursive: true, force: true }));
}
