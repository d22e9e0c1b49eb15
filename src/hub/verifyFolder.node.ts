import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from './contentHash.node';
import { HubError } from './hubError';
import { withFsErrors } from './fsErrors';
import { readRecord, RECORD, type RecordedFile } from './modelRecord.node';

/** A file that is not as the record says. */
export interface Difference {
  readonly path: string;
  readonly problem: 'missing' | 'size' | 'content';
}

/**
 * Reads all files of a model's folder and compares them with its record: what differs. A download of the same files
 * mends that. Throws a HubError when there is no record, or the signal's reason.
 */
export async function verifyFolder(folder: string, signal: AbortSignal): Promise<Difference[]> {
  const record = await readRecord(folder);
  if (!record)
    throw new HubError(
      'disk',
      `${folder} has no ${RECORD}: no download into it was finished. Download the model again.`,
    );
  const differences: Difference[] = [];
  for (const file of record.files) {
    const problem = await problemOf(path.join(folder, file.path), file, signal);
    if (problem) differences.push({ path: file.path, problem });
  }
  return differences;
}

async function problemOf(
  place: string,
  { size, sha256 }: RecordedFile,
  signal: AbortSignal,
): Promise<Difference['problem'] | undefined> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isFile()) return 'missing';
  if (found.size !== size) return 'size';
  const hash = await withFsErrors(place, () => hashOf(place, { size, digest: { sha256 } }, signal));
  return hash === undefined ? 'content' : undefined;
}
