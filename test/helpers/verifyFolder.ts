import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from '../../src/hub/contentHash.node';
import { readRecord, RECORD_FILE, type RecordedFile } from '../../src/hub/modelRecord.node';

/** A file that differs from its record. */
export interface FileDifference {
  readonly path: string;
  readonly problem: 'missing' | 'size' | 'content';
}

/** Compares all files of a model's folder with its record. Throws when there is no record or it is damaged. */
export async function verifyFolder(folder: string, signal: AbortSignal): Promise<FileDifference[]> {
  const record = await readRecord(folder);
  if (!record) throw new Error(`${folder} has no ${RECORD_FILE}`);
  const differences: FileDifference[] = [];
  for (const file of record.files) {
    const problem = await problemOf(path.join(folder, file.path), file, signal);
    if (problem) differences.push({ path: file.path, problem });
  }
  return differences;
}

async function problemOf(
  file: string,
  { size, sha256 }: RecordedFile,
  signal: AbortSignal,
): Promise<FileDifference['problem'] | undefined> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile()) return 'missing';
  if (stats.size !== size) return 'size';
  return (await hashFile(file, { size, digest: { sha256 } }, signal)) === undefined ? 'content' : undefined;
}
