import type { PlantedFile } from './plantedFile';

/** Characters of a description, white space merged: https://agentskills.io/specification */
const LIMIT = 1_024;
const REST = 'Too much is what begins here.';

/** A skill whose description is written so, from its quote or mark on. */
function skill(name: string, within: string, beyond: string): PlantedFile {
  return {
    name,
    path: 'skills/tables/SKILL.md',
    within: `---\nname: tables\ndescription: ${within}`,
    beyond: `${beyond}\nlicense: MIT\n---\n\n# Tables\n\nRead the table first.\n`,
  };
}

/** A file with the other line breaks. */
function inCrlf({ within, beyond, ...file }: PlantedFile): PlantedFile {
  const replaced = (text: string) => text.replaceAll('\n', '\r\n');
  return { ...file, within: replaced(within), beyond: replaced(beyond) };
}

/** SKILL.md files whose description is too long, in the ways in which YAML writes a text. */
export const PLANTED_SKILL_FILES: readonly PlantedFile[] = [
  skill('plain', 'x'.repeat(LIMIT), REST),
  // A line break inside counts as one blank.
  skill('plain over two lines', `${'x'.repeat(1_000)}\n  ${'x'.repeat(23)}`, REST),
  // '' is one character.
  skill('single quotes', `'${`''`.repeat(24)}${'x'.repeat(1_000)}`, `${REST}'`),
  // Both escapes are one character.
  skill('double quotes', `"${'\\"\\u00e9'.repeat(12)}${'x'.repeat(1_000)}`, `${REST}"`),
  skill('folded', `>-\n  ${'x'.repeat(500)}\n  ${'x'.repeat(523)}`, REST),
  inCrlf(skill('folded, CRLF', `>-\n  ${'x'.repeat(500)}\n  ${'x'.repeat(523)}`, REST)),
  skill('emoji', '😀'.repeat(LIMIT), REST),
];
