import { statfs } from 'node:fs/promises';
import { HubError } from './hubError';
import { withFsErrors } from './fsErrors';

/** Throws a HubError when the disk of `folder` has no room for so many bytes more. */
export async function checkSpace(folder: string, needed: number): Promise<void> {
  const { bavail, blocks, bsize } = await withFsErrors(folder, () => statfs(folder));
  const free = bavail * bsize;
  // Some file systems of networks and of drives in the cloud do not tell.
  if (blocks === 0 || needed <= free) return;
  throw new HubError(
    'disk',
    `There is too little room for the model in ${folder}: ${inMegabytes(needed)} more are needed, and ` +
      `${inMegabytes(free)} are free. Make room, or set LEFT_CONTEXT_MODELS to a folder on another disk.`,
  );
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
}
