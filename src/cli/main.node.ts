#!/usr/bin/env node
/** The shell's way to the token budget: left-context tokens | trim | split. */
import '../inference/models/onnxRuntime.node';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { usualLimit } from '../core/models';
import { split } from '../core/segments';
import { countOf } from '../core/tokens';
import { trim, type Keep, type Trim } from '../core/trim';
import { downloadFolder } from '../hub/downloadFolder.node';
import { Models } from '../inference/models/models';
import type { Tokenizer } from '../inference/tokens/tokenizer';
import { readPrompts, replaceFile, UsageError, type PromptFile } from './promptFiles.node';

const USAGE = `Usage: left-context <command> [options] <file, glob or -> …

  tokens   counts tokens; exit code 1 when a file is over the limit
  trim     prints what fits the limit; with --write, puts it in the file's place
  split    prints segments that fit the limit, as one JSON array a file

Options
  --model ID        prompt-bert (default), prompt-gpt, o200k_base, cl100k_base, r50k_base, or a model folder
  --limit N         most tokens, special ones included; by default what the model reads, where that is known
  --json            prints JSON (tokens, trim)
  --keep PART       trim: start (default), end, middle or both-ends
  --boundary AT     trim: token (default), word or sentence
  --write           trim: changes the files
  --overlap N       split: tokens that each segment says again of the one before, or sentences as in 2s

Exit codes: 0 all fit, 1 something is over the limit, 2 something is wrong.`;

const OPTIONS = {
  model: { type: 'string', default: 'prompt-bert' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
  keep: { type: 'string', default: 'start' },
  boundary: { type: 'string', default: 'token' },
  write: { type: 'boolean', default: false },
  overlap: { type: 'string', default: '0' },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

type Options = ReturnType<typeof parsed>['values'];

/** What a command needs. */
interface Job {
  readonly options: Options;
  readonly tokenizer: Tokenizer;
  readonly limit: number | undefined;
  readonly files: readonly PromptFile[];
}

/** Each prints its result, and gives back whether everything fits. */
const COMMANDS: Record<string, (job: Job) => boolean> = { tokens, trim: trimFiles, split: splitFiles };
/** Options that only some commands know. */
const OWN: Record<string, readonly string[]> = {
  keep: ['trim'],
  boundary: ['trim'],
  write: ['trim'],
  overlap: ['split'],
};

async function main(args: string[]): Promise<number> {
  const { values: options, positionals, tokens: given } = parsed(args);
  const [name, ...patterns] = positionals;
  if (options.help || name === undefined) {
    console.log(USAGE);
    return options.help ? 0 : 2;
  }
  const command = COMMANDS[name];
  if (!command) throw new UsageError(`There is no command ${name}. Commands are ${Object.keys(COMMANDS).join(', ')}.`);
  for (const token of given) {
    const knowing = token.kind === 'option' ? OWN[token.name] : undefined;
    if (knowing && !knowing.includes(name))
      throw new UsageError(`--${(token as { name: string }).name} is for ${knowing.join()} only.`);
  }
  if (patterns.length === 0) throw new UsageError('Name a file, a glob, or - for the standard input.');
  const files = await readPrompts(patterns);
  const tokenizer = await tokenizerOf(options.model);
  const limit = options.limit === undefined ? usualLimit(options.model) : wholeNumber('--limit', options.limit, 1);
  return command({ options, tokenizer, limit, files }) ? 0 : 1;
}

function tokens({ options, tokenizer, limit, files }: Job): boolean {
  const counted = files.map(({ name, text }) => {
    const count = countOf(tokenizer.encode(text));
    const over = limit === undefined ? 0 : Math.max(0, count - limit);
    return { file: name, model: options.model, tokens: count, limit: limit ?? null, over };
  });
  if (options.json) console.log(JSON.stringify(counted, null, 2));
  else
    for (const { file, tokens: count, over } of counted)
      console.log(`${String(count).padStart(8)}${over > 0 ? `  ${over} over ${limit}` : ''}  ${file}`);
  return counted.every(({ over }) => over === 0);
}

function trimFiles({ options, tokenizer, limit, files }: Job): boolean {
  const most = limit ?? missing('--limit');
  const way = { limit: most, keep: keepOf(options.keep), boundary: boundaryOf(options.boundary) };
  if (options.write && files.some(({ name }) => name === '-'))
    throw new UsageError('--write needs files, not the standard input.');
  const trimmed = files.map(({ name, text }) => {
    const spans = trim(text, tokenizer.encode(text), way, (part) => countOf(tokenizer.encode(part)));
    const kept = spans.map(({ start, end }) => text.slice(start, end)).join('');
    return { file: name, tokens: countOf(tokenizer.encode(kept)), removed: text.length - kept.length, text: kept };
  });
  if (options.write) for (const { file, removed, text } of trimmed) if (removed > 0) replaceFile(file, text);
  if (options.json) console.log(JSON.stringify(trimmed, null, 2));
  else if (options.write)
    for (const { file, removed } of trimmed) console.log(`${file}: ${removed} characters removed`);
  else for (const { text } of trimmed) process.stdout.write(text);
  return trimmed.every(({ tokens: count }) => count <= most);
}

function splitFiles({ options, tokenizer, limit, files }: Job): boolean {
  const most = limit ?? missing('--limit');
  const [, count, sentences] = /^(\d+)(s?)$/.exec(options.overlap) ?? [];
  if (count === undefined)
    throw new UsageError(`--overlap is a number of tokens, or of sentences as in 2s, not ${options.overlap}.`);
  const overlap = { count: Number(count), unit: sentences ? 'sentences' : 'tokens' } as const;
  for (const { text } of files) {
    const segments = split(text, tokenizer.encode(text), { limit: most, overlap }, (part) =>
      countOf(tokenizer.encode(part)),
    );
    console.log(
      JSON.stringify(
        segments.map(({ start, end }) => text.slice(start, end)),
        null,
        2,
      ),
    );
  }
  return true;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. Run left-context --help.`);
  }
}

async function tokenizerOf(model: string): Promise<Tokenizer> {
  const id = /[\\/]/.test(model) ? path.resolve(model) : model;
  try {
    return await new Models(
      { embedded: path.join(__dirname, '..', 'models'), downloaded: downloadFolder() },
      1,
    ).tokenizer(id);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function missing(option: string): never {
  throw new UsageError(`This model has no usual limit: say ${option}.`);
}

function wholeNumber(option: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageError(`${option} is a whole number from ${least} on, not ${value}.`);
}

function keepOf(value: string): Keep {
  const keeps: Record<string, Keep> = { start: 'start', end: 'end', middle: 'middle', 'both-ends': 'both ends' };
  return keeps[value] ?? notAmong('--keep', value, Object.keys(keeps));
}

function boundaryOf(value: string): Trim['boundary'] {
  const boundaries = ['token', 'word', 'sentence'] as const;
  return boundaries.find((each) => each === value) ?? notAmong('--boundary', value, boundaries);
}

function notAmong(option: string, value: string, values: readonly string[]): never {
  throw new UsageError(`${option} is ${values.join(', ')}, not ${value}.`);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(`left-context: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  },
);
