import { listFiles } from './listFilesOnDisk.node';

/** Bytes of all files in a model's folder, partials included; 0 when there is no folder. Throws a HubError. */
export async function sizeOnDisk(folder: string): Promise<number> {
  return (await listFiles(folder)).reduce((bytes, { size }) => bytes + size, 0);
}
