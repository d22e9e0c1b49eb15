import path from 'node:path';
import { checkPath } from './refuseUnsafePaths';
import { HubError } from './hubError';
import { readTextIfExists } from './readTextIfExists.node';
import { writeAtomically } from './writeAtomically.node';

/** Name of the record's file in a model's folder. */
export const RECORD_FILE = 'left-context.json';

export interface RecordedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
}

/** The files of a completely downloaded or made model, and where they came from. */
export interface ModelRecord {
  /** owner/name */
  readonly id: string;
  /** The hub, without a trailing slash; of a made model the path of the file that it was made from. */
  readonly endpoint: string;
  /** The commit, in hex; of a made model the size and time of that file. */
  readonly revision: string;
  readonly files: readonly RecordedFile[];
}

/** A folder's record; undefined when there is none. Throws a HubError when it cannot be read or is damaged. */
export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
  const file = path.join(folder, RECORD_FILE);
  const text = await readTextIfExists(file);
  if (text === undefined) return undefined;
  const record = parse(text);
  if (!record)
    throw new HubError('disk', `${file} is damaged. Delete it and download the model again; correct files are kept.`);
  for (const { path } of record.files) checkPath(path, file);
  return record;
}

/** Replaces a folder's record atomically. Throws a HubError. */
export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
  await writeAtomically(path.join(folder, RECORD_FILE), `${JSON.stringify(record, undefined, 2)}\n`);
}

function parse(text: string): ModelRecord | undefined {
  try {
    const record = JSON.parse(text) as ModelRecord;
    const isValid =
      [record.id, record.endpoint, record.revision].every((value) => typeof value === 'string') &&
      record.files.every(
        (file) =>
          typeof file.path === 'string' && Number.isSafeInteger(file.size) && /^[0-9a-f]{64}$/.test(file.sha256),
      );
    return isValid ? record : undefined;
  } catch {
    return undefined;
  }
}
