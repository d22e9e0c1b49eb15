import type { Attention, AttendRequest } from '../contracts/attentionRequests';
import type { Inference } from '../contracts/inference';
import { rowOf, strongest, type AttentionMap } from '../core/attention/attentionMap';
import { exactWeights } from '../core/attention/digitsOfExportedWeights';
import { ATTENTION_PARTS, type AttentionPart } from '../core/attention/attentionParts';
import type { ModelSpec } from '../core/models/modelSpec';
import { inferenceService } from '../inference/inferenceService';
import type { CommandInput } from './command';
import type { PromptFile } from './readPromptFiles.node';
import { oneOf } from './checkOptionValue';
import { selectMaps, type LayerMaps } from './layerAndHeadOptions';
import { warnIfTruncated } from './warnOfUncoveredTokens';
import { DEFAULT_MODELS } from './defaultModels';

/** Maximum tokens of an attention map. */
const MAX_TOKENS = 512;
/** How many of the tokens that a token attends to are printed, strongest first. */
const MAX_LINKS = 3;

/** The maps to print, the same for each text. */
interface AttendJob {
  readonly inference: Inference;
  readonly spec: ModelSpec;
  readonly part: AttentionPart;
  readonly layers: readonly LayerMaps[];
}

/**
 * Prints what the tokens of each text attend to. Writes JSON layer by layer: all weights over 512 tokens can exceed the
 * maximum length of a string.
 */
export async function attendCommand({ models, options, files }: CommandInput): Promise<boolean> {
  const inference = inferenceService(models);
  const model = options.model ?? DEFAULT_MODELS.attend;
  const spec = await inference.describe({ model }, new AbortController().signal);
  const part = spec.task === 'text-to-text' ? oneOf('--part', options.part, ATTENTION_PARTS) : 'encoder';
  const job = { inference, spec, part, layers: selectMaps(options, spec, part) };
  if (options.json) process.stdout.write('[');
  for (const [index, file] of files.entries()) {
    if (options.json && index > 0) process.stdout.write(',\n');
    await (options.json ? printJson(job, file) : printLinks(job, file));
  }
  if (options.json) process.stdout.write(']\n');
  return true;
}

async function printJson(job: AttendJob, { name, text }: PromptFile): Promise<void> {
  const { spec, part, layers } = job;
  for (const [index, { layer, heads }] of layers.entries()) {
    const maps = await mapsOf(job, text, { layer, heads });
    if (index === 0) {
      const partOrNothing = spec.task === 'text-to-text' ? { part } : {};
      const head = JSON.stringify({ file: name, model: spec.id, ...partOrNothing, tokens: tokensOf(maps[0]!, text) });
      process.stdout.write(`${head.slice(0, -1)},"maps":[`);
      await warnIfTruncated(job, { name, text }, maps[0]!);
    }
    const printed = maps.map((map, at) => JSON.stringify({ layer, head: heads[at], rows: rowsOf(map) }));
    process.stdout.write(`${index > 0 ? ',\n' : ''}${printed.join(',\n')}`);
  }
  process.stdout.write(']}');
}

async function printLinks(job: AttendJob, { name, text }: PromptFile): Promise<void> {
  for (const { layer, heads } of job.layers) {
    const maps = await mapsOf(job, text, { layer, heads });
    for (const [at, map] of maps.entries()) {
      console.log(`${name}, layer ${layer}, head ${heads[at]}`);
      for (const row of map.pieces.keys()) {
        const links = linksOf(map, row);
        // In cross-attention, tokens of the input attend to nothing.
        if (links.length > 0) console.log(`${JSON.stringify(map.pieces[row]).padStart(20)} → ${links.join('  ')}`);
      }
    }
    await warnIfTruncated(job, { name, text }, maps[0]!);
  }
}

function mapsOf({ inference, spec, part }: AttendJob, text: string, { layer, heads }: LayerMaps): Promise<Attention[]> {
  const selections = heads.map((head) => ({ model: spec.id, layer, head }));
  const request: AttendRequest = { models: [spec.id], part, text, focus: 0, windowTokens: MAX_TOKENS, selections };
  return inference.attend(request, new AbortController().signal);
}

/** Text and UTF-16 span of each token; the span is null for tokens that are not in the text. */
function tokensOf({ pieces, starts, ends }: Attention, text: string): object[] {
  return pieces.map((piece, index) => {
    const [start, end] = [starts[index]!, ends[index]!];
    return { text: piece, span: start < 0 || end > text.length ? null : [start, end] };
  });
}

function linksOf(map: Attention, row: number): string[] {
  const weights = rowOf(planeOf(map), row);
  const columns = strongest(planeOf(map), row, MAX_LINKS);
  return columns.map((column) => `${JSON.stringify(map.pieces[column])} ${weights[column]!.toFixed(3)}`);
}

function rowsOf(map: Attention): number[][] {
  return map.pieces.map((_, row) => exactWeights(rowOf(planeOf(map), row)));
}

function planeOf({ pieces, weights }: Attention): AttentionMap {
  return { size: pieces.length, weights };
}
