import { open } from 'node:fs/promises';

/** Syncs the file names in a folder to the disk, where the operating system can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
