import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

/**
 * Replaces the text of a file, or of the file behind a link; owner and permissions stay. On failure the old text stays.
 * Throws a UsageError.
 */
export function replaceFile(name: string, text: string): void {
  try {
    const file = realpathSync(name);
    // Beside the file itself: a link can lead to another disk, and no file can be renamed from one disk to another.
    const temporary = `${file}.${process.pid}.partial`;
    try {
      writeNewFile(temporary, text, statSync(file));
      renameSync(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${errorText(error)}`);
  }
}

/** Writes a file with the owner and permissions of `like`, and syncs it: a disk can notice only then that it is full. */
function writeNewFile(file: string, text: string, like: Stats): void {
  const descriptor = openSync(file, 'wx', like.mode);
  try {
    writeFileSync(descriptor, text);
    keepOwner(descriptor, like);
    fchmodSync(descriptor, like.mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only the administrator may give files to others.
  }
}
