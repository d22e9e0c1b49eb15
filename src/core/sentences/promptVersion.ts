import { promptTextsInPrompty } from '../prompts/promptTextsInPrompty';
import { promptTextsInYaml } from '../prompts/promptTextsInYaml';
import { offsetInFile } from '../prompts/stretchesInFile';
import { countBelow } from '../text/countOffsetsBelow';
import { frontMatterLength } from '../text/frontMatter';
import { lineStartsOf } from '../text/outline/lineBounds';

/** A prompt in one version of its file. */
export interface PromptVersion {
  /** As models read it: without front matter, and with line feeds only. */
  readonly text: string;
  /** The line of the file, counted from 1, of a UTF-16 offset into the text. */
  lineAt(offset: number): number;
}

/** The prompt that a file is. */
export function promptOfFile(content: string): PromptVersion {
  const file = withLineFeeds(content);
  const start = frontMatterLength(file);
  return version(file, file.slice(start), (offset) => start + offset);
}

/** The prompt of this name in a YAML or Prompty file; undefined when this version of the file has none. */
export function promptInFile(content: string, path: string, name: string): PromptVersion | undefined {
  const file = withLineFeeds(content);
  const texts = /\.prompty$/i.test(path) ? promptTextsInPrompty(file) : promptTextsInYaml(file, path);
  const found = texts.find((each) => each.name === name);
  return found && version(file, found.text, (offset) => offsetInFile(found.stretches, offset));
}

function version(file: string, text: string, toFile: (offset: number) => number): PromptVersion {
  const lineStarts = lineStartsOf(file);
  return { text, lineAt: (offset) => countBelow(lineStarts, toFile(offset) + 1) };
}

function withLineFeeds(content: string): string {
  return content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
