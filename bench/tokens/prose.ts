import { readFileSync } from 'node:fs';
import path from 'node:path';
import { models } from '../../test/helpers/fixtures';
import { seeded } from '../../test/helpers/random';

const SEED = 3;
/** How many different words the text may have. */
const VOCABULARY_SIZE = 20_000;

/** Generates at least `length` UTF-16 code units of words from BERT's vocabulary, with frequencies by Zipf's law. */
export function prose(length: number): string {
  const random = seeded(SEED);
  const words = vocabulary();
  const parts: string[] = [];
  let total = 0;
  while (total < length) {
    const word = words[Math.floor(Math.min(words.length, VOCABULARY_SIZE) ** random())]!;
    const mark = random();
    const separator = mark < 0.06 ? '. ' : mark < 0.12 ? ', ' : mark < 0.13 ? '.\n\n' : ' ';
    const isName = random() < 0.08;
    const part = (isName ? word[0]!.toUpperCase() + word.slice(1) : word) + separator;
    parts.push(part);
    total += part.length;
  }
  return parts.join('');
}

/** BERT's lower-case words, in vocabulary order, which is roughly by frequency. */
function vocabulary(): string[] {
  const file = path.join(models, 'prompt-bert', 'tokenizer.json');
  const { model } = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
  return Object.keys(model.vocab).filter((piece) => /^[a-z]{2,}$/.test(piece));
}
