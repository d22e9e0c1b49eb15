/** A name without what its spellings differ in: user_name, userName and User Name have the same letters. */
export function lettersOfName(name: string): string {
  return withoutSeparators(name).toLowerCase();
}

export function withoutSeparators(name: string): string {
  return name.replace(/[ _-]/g, '');
}
