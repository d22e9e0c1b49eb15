import { HubError } from './hubError';
import { readRecord, type ModelRecord } from './modelRecord.node';

/** The record of the model in the folder, if it can be read. Throws a HubError when it belongs to another model. */
export async function readOldRecord(folder: string, id: string): Promise<ModelRecord | undefined> {
  const record = await readRecord(folder).catch(() => undefined);
  if (record && record.id !== id)
    throw new HubError(
      'request',
      `${folder} already holds ${record.id}. Remove that model first, or choose another folder for ${id}.`,
    );
  return record;
}
