import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkPath } from './checkPath';
import { HubError } from './hubError';
import { withFsErrors } from './fsErrors';
import { writeAtomically } from './writeAtomically.node';

/** The record's name in a model's folder. */
export const RECORD = 'left-context.json';

export interface RecordedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
}

/** What a model's folder holds since its download was complete. */
export interface ModelRecord {
  /** owner/name */
  readonly id: string;
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** The commit, in hex. */
  readonly revision: string;
  readonly files: readonly RecordedFile[];
}

/** A folder's record; undefined when there is none. Throws a HubError when it cannot be read or is damaged. */
export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
  const file = path.join(folder, RECORD);
  const text = await textOf(file);
  if (text === undefined) return undefined;
  const record = parsed(text);
  if (!record)
    throw new HubError('disk', `${file} is damaged. Delete it and download the model again; what is right is kept.`);
  for (const { path } of record.files) checkPath(path, file);
  return record;
}

/** Writes a folder's record, all of it or none. Throws a HubError. */
export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
  await writeAtomically(path.join(folder, RECORD), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** A file's text; undefined when there is no such file. Throws a HubError when the disk refuses. */
export async function textOf(file: string): Promise<string | undefined> {
  return withFsErrors(file, async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  });
}

function parsed(text: string): ModelRecord | undefined {
  try {
    const record = JSON.parse(text) as ModelRecord;
    const isWhole =
      [record.id, record.endpoint, record.revision].every((value) => typeof value === 'string') &&
      record.files.every(
        (file) =>
          typeof file.path === 'string' && Number.isSafeInteger(file.size) && /^[0-9a-f]{64}$/.test(file.sha256),
      );
    return isWhole ? record : undefined;
  } catch {
    return undefined;
  }
}
