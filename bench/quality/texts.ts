import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { samplePrompt, workspace } from '../../test/helpers/fixtures';
import { seeded } from '../../test/helpers/random';

const SEED = 7;

/** The texts of `file`, which has one JSON object with a `text` per line; xz-compressed if its name ends in .xz. */
export function textsIn(file: string): string[] {
  const lines = (file.endsWith('.xz') ? decompressed(file) : readFileSync(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [textOf(line, `${file}:${index + 1}`)]));
}

/** The sample prompts of the tests. */
export function samplePrompts(): string[] {
  return readdirSync(workspace).map(samplePrompt);
}

/**
 * Up to `count` passages of up to `length` UTF-16 code units, evenly spread over the texts, at seeded random offsets.
 */
export function samplePassages(texts: readonly string[], count: number, length: number): string[] {
  const random = seeded(SEED);
  const passages = Math.min(count, texts.length);
  return Array.from({ length: passages }, (_, index) => {
    const text = texts[Math.floor((index * texts.length) / passages)]!;
    const start = Math.floor(random() * Math.max(0, text.length - length));
    return text.slice(start, start + length);
  });
}

function decompressed(file: string): string {
  try {
    return execFileSync('xz', ['--decompress', '--stdout', file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  } catch (error) {
    throw new Error(`Could not decompress ${file}. Check that xz is installed and that the file exists.`, {
      cause: error,
    });
  }
}

function textOf(line: string, place: string): string {
  const { text } = JSON.parse(line) as { text?: unknown };
  if (typeof text !== 'string')
    throw new Error(`${place} has no "text". Put one JSON object with a text on each line.`);
  return text;
}
