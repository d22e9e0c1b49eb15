/** Whether ghost text may be shown before `lineSuffix`, the rest of the line: it must be blank or closing marks. */
export function hasRoomFor(lineSuffix: string): boolean {
  return /^[\s)\]}>"'`*_.,;:!?”’]*$/u.test(lineSuffix);
}
