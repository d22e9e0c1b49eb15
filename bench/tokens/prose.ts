import { readFileSync } from 'node:fs';
import path from 'node:path';
import { models } from '../../test/helpers/fixtures';
import { seeded } from '../../test/helpers/random';

const SEED = 3;
/** Words of English that a text of some megabytes draws on, likelier ones first. */
const WORDS = 20_000;

/** At least `length` UTF-16 code units that are like English to a tokenizer: BERT's words, as often as Zipf's law has it. */
export function prose(length: number): string {
  const random = seeded(SEED);
  const words = vocabulary();
  const parts: string[] = [];
  let written = 0;
  while (written < length) {
    const word = words[Math.floor(Math.min(words.length, WORDS) ** random())]!;
    const mark = random();
    const behind = mark < 0.06 ? '. ' : mark < 0.12 ? ', ' : mark < 0.13 ? '.\n\n' : ' ';
    const isName = random() < 0.08;
    const part = (isName ? word[0]!.toUpperCase() + word.slice(1) : word) + behind;
    parts.push(part);
    written += part.length;
  }
  return parts.join('');
}

function vocabulary(): string[] {
  const file = path.join(models, 'prompt-bert', 'tokenizer.json');
  const { model } = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
  return Object.keys(model.vocab).filter((piece) => /^[a-z]{2,}$/.test(piece));
}
