import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { samplePrompt, workspace } from '../../test/helpers/fixtures';
import { seeded } from '../../test/helpers/random';

const SEED = 7;

/** The texts of `file`: JSON objects one a line, each with a `text`; xz-compressed when its name says so. */
export function textsIn(file: string): string[] {
  const lines = (file.endsWith('.xz') ? decompressed(file) : readFileSync(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [textOf(line, `${file}:${index + 1}`)]));
}

export function samplePrompts(): string[] {
  return readdirSync(workspace).map(samplePrompt);
}

/** At most `count` passages of at most `length` UTF-16 code units, spread over the texts, at seeded random places. */
export function spread(texts: readonly string[], count: number, length: number): string[] {
  const random = seeded(SEED);
  const many = Math.min(count, texts.length);
  return Array.from({ length: many }, (_, index) => {
    const text = texts[Math.floor((index * texts.length) / many)]!;
    const start = Math.floor(random() * Math.max(0, text.length - length));
    return text.slice(start, start + length);
  });
}

function decompressed(file: string): string {
  try {
    return execFileSync('xz', ['--decompress', '--stdout', file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  } catch (error) {
    throw new Error(`Could not decompress ${file}; is xz installed, and the file there?`, { cause: error });
  }
}

function textOf(line: string, place: string): string {
  const { text } = JSON.parse(line) as { text?: unknown };
  if (typeof text !== 'string') throw new Error(`${place} has no "text"; give one JSON object with a text a line.`);
  return text;
}
