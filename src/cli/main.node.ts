#!/usr/bin/env node
/** The shell's way to what the editor shows: left-context tokens | trim | split | complete | attend. */
import '../inference/models/onnxRuntime.node';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { errorText } from '../core/errorText';
import { isHubId } from '../core/models/modelSpec';
import { split } from '../core/tokens/split';
import { tokenCount } from '../core/tokens/tokens';
import { trim, type Keep } from '../core/tokens/trim';
import { downloadFolder } from '../hub/downloadFolder.node';
import { ModelCache } from '../inference/models/modelCache';
import type { Tokenizer } from '../inference/tokens/tokenizer';
import type { Inference } from '../contracts/inference';
import { inferenceService } from '../inference/inferenceService';
import { attendCommand } from './attendCommand';
import { completeCommand } from './completeCommand';
import { among, checkOwn, parsed, wholeNumber, type Options } from './options.node';
import { readPrompts, replaceFile, type PromptFile } from './promptFiles.node';
import { UsageError } from './usageError';

const USAGE = `Usage: left-context <command> [options] <file, glob or -> …

  tokens    counts tokens; exit code 1 when a file is over the limit
  trim      prints what fits the limit; with --write, puts it in the file's place
  split     prints segments that fit the limit, as one JSON array a file
  complete  prints how a causal model goes on from the end of the text; exit code 1 when it is not sure of anything
  attend    prints where tokens look; with --json, every weight

Options
  --model ID        prompt-bert, prompt-gpt, a downloaded model (owner/name) or a model folder; to count with, also
                    o200k_base, cl100k_base, r50k_base. By default prompt-bert, and prompt-gpt to complete
  --json            prints JSON (all but split, which always does)
  --limit N         tokens, trim, split: most tokens, special ones included; by default what the model reads
  --keep PART       trim: start (default), end, middle or both-ends
  --boundary AT     trim: token (default), word or sentence
  --write           trim: changes the files
  --overlap N       split: tokens that each segment says again of the one before, or sentences as in 2s
  --length L        complete: word, clause, sentence (default) or paragraph
  --confidence P    complete: how sure the model must be, 0 to 1; 0.2 by default
  --alternatives N  complete: how many different ones, at most
  --layer N         attend: counted from 0, or mean, max, rollout; by default all with --json, else mean
  --head N          attend: counted from 0, or mean, max; by default as for layers
  --part PART       attend: encoder (default), decoder or cross, of text-to-text models

Downloaded models are those of the editor, in the user's cache folder; LEFT_CONTEXT_MODELS names another.

Exit codes: 0 all fit, 1 something is over the limit or has no completion, 2 something is wrong.`;

/** What a command needs. */
interface Job {
  readonly options: Options & { readonly model: string };
  readonly tokenizer: Tokenizer;
  readonly limit: number | undefined;
  readonly files: readonly PromptFile[];
}

/** Each prints its result, and gives back whether everything fits. */
const COUNTING: Record<string, (job: Job) => boolean> = { tokens, trim: trimFiles, split: splitFiles };

/** Those that run a model; each gives back whether there was an answer. */
const RUNNING: Record<string, (inference: Inference, options: Options, files: PromptFile[]) => Promise<boolean>> = {
  complete: completeCommand,
  attend: attendCommand,
};

async function main(args: string[]): Promise<number> {
  const { values: options, positionals, tokens: given } = parsed(args);
  const [name, ...patterns] = positionals;
  if (options.help || name === undefined) {
    console.log(USAGE);
    return options.help ? 0 : 2;
  }
  const commands = [...Object.keys(COUNTING), ...Object.keys(RUNNING)];
  if (!commands.includes(name))
    throw new UsageError(`There is no command ${name}. Commands are ${commands.join(', ')}.`);
  checkOwn(name, given);
  if (patterns.length === 0) throw new UsageError('Name a file, a glob, or - for the standard input.');
  const files = await readPrompts(patterns);
  const model = options.model && modelNamed(options.model);
  const run = RUNNING[name];
  if (run) return (await run(inferenceService(models()), { ...options, model }, files)) ? 0 : 1;
  return (await counting(COUNTING[name]!, { ...options, model: model ?? 'prompt-bert' }, files)) ? 0 : 1;
}

async function counting(
  command: (job: Job) => boolean,
  options: Options & { readonly model: string },
  files: readonly PromptFile[],
): Promise<boolean> {
  const known = models();
  const tokenizer = await known.tokenizer(options.model);
  const most =
    options.limit === undefined ? await known.limit(options.model) : wholeNumber('--limit', options.limit, 1);
  return command({ options, tokenizer, limit: Number.isFinite(most) ? most : undefined, files });
}

function tokens({ options, tokenizer, limit, files }: Job): boolean {
  const counted = files.map(({ name, text }) => {
    const count = tokenCount(tokenizer.encode(text));
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
  const way = {
    limit: most,
    keep: keepOf(options.keep),
    boundary: among('--boundary', options.boundary, ['token', 'word', 'sentence']),
  };
  if (options.write && files.some(({ name }) => name === '-'))
    throw new UsageError('--write needs files, not the standard input.');
  const trimmed = files.map(({ name, text }) => {
    const spans = trim(text, tokenizer.encode(text), way, (part) => tokenCount(tokenizer.encode(part)));
    const kept = spans.map(({ start, end }) => text.slice(start, end)).join('');
    return { file: name, tokens: tokenCount(tokenizer.encode(kept)), removed: text.length - kept.length, text: kept };
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
    const segments = [
      ...split(text, tokenizer.encode(text), { limit: most, overlap }, (part) => tokenCount(tokenizer.encode(part))),
    ];
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

function models(): ModelCache {
  return new ModelCache({ embedded: path.join(__dirname, '..', 'models'), downloaded: downloadFolder() }, 1);
}

/** A path is relative to where the command runs; two names with / between them are a path only if that exists. */
function modelNamed(model: string): string {
  const isPath = /[\\/]/.test(model) && (!isHubId(model) || existsSync(model));
  return isPath ? path.resolve(model) : model;
}

function missing(option: string): never {
  throw new UsageError(`This model has no usual limit: say ${option}.`);
}

function keepOf(value: string): Keep {
  const kept = among('--keep', value, ['start', 'end', 'middle', 'both-ends']);
  return kept === 'both-ends' ? 'both ends' : kept;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(`left-context: ${errorText(error)}`);
    process.exitCode = 2;
  },
);
