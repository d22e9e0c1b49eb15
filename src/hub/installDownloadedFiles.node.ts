import path from 'node:path';
import { RECORD_FILE, writeRecord, type ModelRecord } from './modelRecord.node';
import { partialPath } from './partialFile.node';
import { removeFile } from './removeFile.node';
import { renameFile } from './renameFile.node';
import { syncFolder } from './syncFolder.node';

/**
 * Brings a folder to the state that `record` describes: renames complete partials to their final names and deletes
 * files that only the old record lists. Meanwhile there is no record, so that nobody uses a mixture of two models.
 * Throws a HubError.
 *
 * @param complete paths of the files whose partials are complete and synced to the disk
 */
export async function installFiles(
  folder: string,
  record: ModelRecord,
  oldRecord: ModelRecord | undefined,
  complete: readonly string[],
): Promise<void> {
  const current = new Set(record.files.map((file) => file.path));
  const outdated = oldRecord?.files.map((file) => file.path).filter((name) => !current.has(name)) ?? [];
  if (complete.length + outdated.length > 0) {
    await removeFile(path.join(folder, RECORD_FILE));
    for (const name of outdated) await removeFile(path.join(folder, name));
    const files = complete.map((name) => path.join(folder, name));
    for (const file of files) await renameFile(partialPath(file), file);
    for (const each of new Set(files.map((file) => path.dirname(file)))) await syncFolder(each);
  }
  await writeRecord(folder, record);
}
