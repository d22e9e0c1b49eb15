import { readFileSync } from 'node:fs';
import path from 'node:path';
import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import type { Span } from '../../src/core/text/span';
import { root } from '../../test/helpers/fixtures';

/** A prompt with one sentence that decides the answer; or with two that say the same, of which either would. */
export interface PlantedPrompt {
  readonly id: string;
  readonly kind: 'rule' | 'fact' | 'format' | 'redundant';
  readonly language: string;
  readonly prompt: string;
  readonly decisive: string;
  /** All sentences that say the same, of kind redundant. */
  readonly repeats?: readonly string[];
  readonly answer: string;
  /** Whether the decisive sentence and the answer have a content word in common. */
  readonly sharesWord: boolean;
}

/** The planted prompts; their writer did not know how the lens works, and measured nothing. */
export function plantedPrompts(): PlantedPrompt[] {
  const file = path.join(root, 'test', 'fixtures', 'sentences', 'planted.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as PlantedPrompt);
}

/** The parts of a planted prompt, and which of them are decisive: more than one where the sentence is divided. */
export function partsOf({ prompt, decisive, repeats }: PlantedPrompt): { parts: Span[]; decisive: number[][] } {
  const parts = partsOfPrompt(prompt, 'sentences');
  let from = 0;
  const places = (repeats ?? [decisive]).map((sentence) => {
    const start = prompt.indexOf(sentence, from);
    from = start + 1;
    return { start, end: start + sentence.length };
  });
  const overlapping = ({ start, end }: Span) =>
    [...parts.keys()].filter((part) => parts[part]!.start < end && parts[part]!.end > start);
  return { parts, decisive: places.map(overlapping) };
}
