import { readdirSync } from 'node:fs';
import { samplePrompt, workspace } from '../../test/helpers/fixtures';
import { seeded } from '../../test/helpers/random';
import { jsonLines } from '../jsonLines';

const SEED = 7;

/** The texts of `file`, which has one JSON object with a `text` per line; xz-compressed if its name ends in .xz. */
export function textsIn(file: string): string[] {
  return jsonLines(file, 'text').map(({ text }) => text);
}

/** The sample prompts of the tests. */
export function samplePrompts(): string[] {
  return readdirSync(workspace).map(samplePrompt);
}

/**
 * Up to `count` passages of up to `length` UTF-16 code units, evenly spread over the texts, at seeded random offsets.
 */
export function samplePassages(texts: readonly string[], count: number, length: number, seed = SEED): string[] {
  const random = seeded(seed);
  const passages = Math.min(count, texts.length);
  return Array.from({ length: passages }, (_, index) => {
    const text = texts[Math.floor((index * texts.length) / passages)]!;
    const start = Math.floor(random() * Math.max(0, text.length - length));
    return text.slice(start, start + length);
  });
}
