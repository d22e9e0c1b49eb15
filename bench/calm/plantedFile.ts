import type { Place } from './observation';

/** A file that exceeds a limit of its kind, made so that the place is known without measuring anything. */
export interface PlantedFile {
  /** What is special about it. */
  readonly name: string;
  /** Its path in a repository of its own. */
  readonly path: string;
  /** Its text up to the limit. */
  readonly within: string;
  /** The rest. A warning must begin where this begins. */
  readonly beyond: string;
  /** Other files of the repository, by their paths. A `.git` folder is there in any case. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Mark at the start of a file that VS Code does not show. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where the warning must begin. A line that ends at the limit has nothing more to underline, so the whole line is.
 */
export function placeOf({ within, beyond }: Pick<PlantedFile, 'within' | 'beyond'>): Place {
  const shown = within.replace(BYTE_ORDER_MARK, '');
  const line = shown.split('\n').length - 1;
  return { line, character: /^\r?\n/.test(beyond) ? 0 : shown.length - (shown.lastIndexOf('\n') + 1) };
}

/** Text of exactly `length` ASCII characters, in lines. It never ends inside a line break. */
export function filler(length: number, lineBreak = '\n'): string {
  const line = `Keep all tests green, and say in each commit why it was made.${lineBreak}`;
  return line.repeat(Math.floor(length / line.length)) + '-'.repeat(length % line.length);
}
