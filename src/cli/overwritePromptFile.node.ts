import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

/** Replaces the text of a file, or of the file behind a link; on failure the old text stays. Throws a UsageError. */
export function replaceFile(name: string, text: string): void {
  const temporary = `${name}.${process.pid}.partial`;
  try {
    const file = realpathSync(name);
    writeFileSync(temporary, text, { mode: statSync(file).mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${name} cannot be written: ${errorText(error)}`);
  }
}
