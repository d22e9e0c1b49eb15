import { frontMatterLength } from '../text/frontMatter';
import type { PromptText } from './promptTextsInYaml';
import { stretchesOf } from './stretchesInFile';

/** The prompt of a Prompty file: what stands below its front matter. */
export function promptTextsInPrompty(document: string): PromptText[] {
  const span = { start: frontMatterLength(document), end: document.length };
  return [{ name: 'prompt', text: document.slice(span.start), span, stretches: stretchesOf([span]) }];
}
