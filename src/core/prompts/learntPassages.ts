import { isYaml, LONGEST_YAML } from './isYamlPrompt';
import { promptTextsInPrompty } from './promptTextsInPrompty';
import { promptTextsInYaml } from './promptTextsInYaml';
import { offsetInFile, type Stretch } from './stretchesInFile';
import { spansWithoutSecrets } from './withoutSecrets';

/** A part of a prompt that ghost text may repeat. */
export interface Passage {
  readonly text: string;
  /** Line of the file at which it begins, from 0 on. */
  readonly line: number;
}

const HAS_LETTERS = /\p{L}/u;

/** The passages of a prompt file without what looks like secrets: of YAML and Prompty, those of its prompt texts. */
export function learntPassages(path: string, file: string): Passage[] {
  let [line, counted] = [0, 0];
  /** Counts on from the passage before. */
  const lineAt = (offset: number) => {
    if (offset < counted) [line, counted] = [0, 0];
    for (let at = file.indexOf('\n', counted); at >= 0 && at < offset; at = file.indexOf('\n', at + 1)) line++;
    counted = offset;
    return line;
  };
  return promptTextsIn(path, file).flatMap(({ text, stretches }) =>
    spansWithoutSecrets(text)
      .map(({ start, end }) => ({
        text: text.slice(start, end).replaceAll('\r\n', '\n'),
        line: lineAt(stretches ? offsetInFile(stretches, start) : start),
      }))
      .filter((passage) => HAS_LETTERS.test(passage.text)),
  );
}

function promptTextsIn(path: string, file: string): { text: string; stretches?: readonly Stretch[] }[] {
  if (isYaml(path)) return file.length > LONGEST_YAML ? [] : promptTextsInYaml(file, path);
  return /\.prompty$/i.test(path) ? promptTextsInPrompty(file) : [{ text: file }];
}
