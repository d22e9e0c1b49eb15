import { isYaml } from './isYamlPrompt';
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

/** The passages of a prompt file without what looks like secrets: of YAML and Prompty, those of its prompt texts. */
export function learntPassages(path: string, file: string): Passage[] {
  const lineAt = (offset: number) => file.slice(0, offset).split('\n').length - 1;
  return promptTextsIn(path, file).flatMap(({ text, stretches }) =>
    spansWithoutSecrets(text).map(({ start, end }) => ({
      text: text.slice(start, end).replaceAll('\r\n', '\n'),
      line: lineAt(stretches ? offsetInFile(stretches, start) : start),
    })),
  );
}

function promptTextsIn(path: string, file: string): { text: string; stretches?: readonly Stretch[] }[] {
  if (isYaml(path)) return promptTextsInYaml(file);
  return /\.prompty$/i.test(path) ? promptTextsInPrompty(file) : [{ text: file }];
}
