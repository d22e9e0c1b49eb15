import type { Attention, AttendRequest } from '../contracts/attention';
import type { Inference } from '../contracts/inference';
import {
  rowOf,
  strongest,
  type AttentionMap,
  type LayerOrAggregate,
  type LayerSelector,
} from '../core/attention/attentionMap';
import { exactWeights } from '../core/attention/mapExport';
import { layersOf, ATTENTION_PARTS, type AttentionPart } from '../core/attention/attentionSelection';
import type { ModelSpec } from '../core/models/modelSpec';
import { among, wholeNumber, type Options } from './options.node';
import type { PromptFile } from './promptFiles.node';
import { UsageError } from './usageError';

/** The longest window that is looked at, in tokens. */
const MOST_TOKENS = 512;
/** How many tokens are named that each one looks at. */
const LINKS = 3;

/** Heads of a layer that are printed: each by itself, or put together. */
interface Wanted {
  readonly layer: LayerSelector;
  readonly heads: readonly LayerOrAggregate[];
}

/** What is printed of a text. */
interface Job {
  readonly inference: Inference;
  readonly spec: ModelSpec;
  readonly part: AttentionPart;
  readonly wanted: readonly Wanted[];
}

/**
 * Prints where the tokens of each text look. JSON is written layer by layer: all weights of 512 tokens are more than a
 * string can hold.
 */
export async function attendCommand(
  inference: Inference,
  options: Options,
  files: readonly PromptFile[],
): Promise<boolean> {
  const model = options.model ?? 'prompt-bert';
  const spec = await inference.describe({ model }, new AbortController().signal);
  const part = spec.task === 'text-to-text' ? among('--part', options.part, ATTENTION_PARTS) : 'encoder';
  const job = { inference, spec, part, wanted: wantedOf(options, spec, part) };
  if (options.json) process.stdout.write('[');
  for (const [index, file] of files.entries()) {
    if (options.json && index > 0) process.stdout.write(',\n');
    await (options.json ? printJson(job, file) : printLinks(job, file));
  }
  if (options.json) process.stdout.write(']\n');
  return true;
}

/** The maps that the options name. All are those of single heads; to read by eye, one put together is enough. */
function wantedOf({ layer, head, json }: Options, spec: ModelSpec, part: AttentionPart): Wanted[] {
  const choices = (option: string, value: string, count: number): LayerSelector[] => {
    if (value === 'all') return json ? [...Array(count).keys()] : ['mean'];
    const together = (['mean', 'max', 'rollout'] as const).find((each) => each === value);
    if (together) return [together];
    const number = wholeNumber(option, value, 0);
    if (number < count) return [number];
    throw new UsageError(`${option} is 0 to ${count - 1}, all, mean or max, not ${value}.`);
  };
  const heads = choices('--head', head, spec.heads);
  if (heads.includes('rollout')) throw new UsageError('Rollout is one of layers: say --layer rollout.');
  return choices('--layer', layer, layersOf(spec, part)).map((each) => ({
    layer: each,
    // Rollout takes the mean of heads.
    heads: each === 'rollout' ? ['mean'] : (heads as LayerOrAggregate[]),
  }));
}

async function printJson(job: Job, { name, text }: PromptFile): Promise<void> {
  const { spec, part, wanted } = job;
  for (const [index, { layer, heads }] of wanted.entries()) {
    const maps = await mapsOf(job, text, { layer, heads });
    if (index === 0) {
      const of = spec.task === 'text-to-text' ? { part } : {};
      const head = JSON.stringify({ file: name, model: spec.id, ...of, tokens: tokensOf(maps[0]!, text) });
      process.stdout.write(`${head.slice(0, -1)},"maps":[`);
      await tellWhatIsLeftOut(job, text, maps[0]!);
    }
    const printed = maps.map((map, at) => JSON.stringify({ layer, head: heads[at], rows: rowsOf(map) }));
    process.stdout.write(`${index > 0 ? ',\n' : ''}${printed.join(',\n')}`);
  }
  process.stdout.write(']}');
}

async function printLinks(job: Job, { name, text }: PromptFile): Promise<void> {
  for (const { layer, heads } of job.wanted) {
    const maps = await mapsOf(job, text, { layer, heads });
    for (const [at, map] of maps.entries()) {
      console.log(`${name}, layer ${layer}, head ${heads[at]}`);
      for (const row of map.pieces.keys()) {
        const links = linksOf(map, row);
        // In cross-attention, what is read looks at nothing.
        if (links.length > 0) console.log(`${JSON.stringify(map.pieces[row]).padStart(20)} → ${links.join('  ')}`);
      }
    }
    await tellWhatIsLeftOut(job, text, maps[0]!);
  }
}

function mapsOf({ inference, spec, part }: Job, text: string, { layer, heads }: Wanted): Promise<Attention[]> {
  const selections = heads.map((head) => ({ model: spec.id, layer, head }));
  const request: AttendRequest = { models: [spec.id], part, text, focus: 0, windowTokens: MOST_TOKENS, selections };
  return inference.attend(request, new AbortController().signal);
}

/** Tokens with the text and UTF-16 span of each; null where a token has none. */
function tokensOf({ pieces, starts, ends }: Attention, text: string): object[] {
  return pieces.map((piece, index) => {
    const [start, end] = [starts[index]!, ends[index]!];
    return { text: piece, span: start < 0 || end > text.length ? null : [start, end] };
  });
}

/** Says so on the standard error when the text is longer than what is looked at. */
async function tellWhatIsLeftOut({ inference, spec, part }: Job, text: string, map: Attention): Promise<void> {
  // A decoder's map holds nothing of the text.
  if (part === 'decoder') return;
  const read = map.starts.subarray(0, map.pieces.length - map.generated).filter((start) => start >= 0).length;
  const { ids } = await inference.tokenize({ model: spec.id, text }, new AbortController().signal);
  if (ids.length > read) console.error(`left-context: of ${ids.length} tokens the first ${read} are looked at.`);
}

function linksOf(map: Attention, row: number): string[] {
  const weights = rowOf(planeOf(map), row);
  const columns = strongest(planeOf(map), row, LINKS);
  return columns.map((column) => `${JSON.stringify(map.pieces[column])} ${weights[column]!.toFixed(3)}`);
}

function rowsOf(map: Attention): number[][] {
  return map.pieces.map((_, row) => exactWeights(rowOf(planeOf(map), row)));
}

function planeOf({ pieces, weights }: Attention): AttentionMap {
  return { size: pieces.length, weights };
}
