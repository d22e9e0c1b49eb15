import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './fsErrors';
import { partialOf } from './partialFile.node';
import { RECORD, writeRecord, type ModelRecord } from './modelRecord.node';
import { replace, syncFolder } from './writeAtomically.node';

/**
 * Makes a folder what `record` says: gives the files whose partials are complete their names, and removes those that
 * only the old record has. In between there is no record, so that nobody takes a mixture for a model. Throws a
 * HubError.
 *
 * @param complete paths of the files that are in their partials, all bytes on the disk
 */
export async function installFiles(
  folder: string,
  record: ModelRecord,
  old: ModelRecord | undefined,
  complete: readonly string[],
): Promise<void> {
  const kept = new Set(record.files.map((file) => file.path));
  const outdated = old?.files.map((file) => file.path).filter((name) => !kept.has(name)) ?? [];
  if (complete.length + outdated.length > 0) {
    await remove(path.join(folder, RECORD));
    for (const name of outdated) await remove(path.join(folder, name));
    for (const name of complete) await replace(partialOf(path.join(folder, name)), path.join(folder, name));
    for (const each of new Set(complete.map((name) => path.dirname(path.join(folder, name))))) await syncFolder(each);
  }
  await writeRecord(folder, record);
}

async function remove(file: string): Promise<void> {
  await withFsErrors(file, () => rm(file, { force: true }));
}
