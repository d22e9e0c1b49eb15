/** Inline code, links, addresses, paths, tags and what templates fill in, one form a line. */
const NO_PROSE = new RegExp(
  [
    '`{1,3}[^`\\n]{1,300}`{1,3}',
    String.raw`\[[^\[\]\n]{0,200}\]\([^()\n]{0,300}\)`,
    String.raw`\bhttps?:[^\s<>]{1,300}`,
    String.raw`<[^<>\n]{1,200}>`,
    String.raw`\{[^{}\n]{1,200}\}`,
    String.raw`(?<!\S)[\w.@~-]{0,60}/[\w.@~/-]{1,200}`,
  ].join('|'),
  'g',
);

/** The prose of a prompt with inline code, links, paths, tags and placeholders masked, at the same offsets. */
export function plainProse(prose: string): string {
  return prose.replace(NO_PROSE, (part) => '\u0001'.repeat(part.length));
}
