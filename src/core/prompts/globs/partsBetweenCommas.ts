/** The parts of a list of globs; a comma in braces or brackets separates nothing. */
export function partsBetweenCommas(list: string): string[] {
  const parts = list.match(/(?:[^,{}[\]]|\{[^{}]*\}|\[[^[\]]*\]|[{}[\]])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean);
}
