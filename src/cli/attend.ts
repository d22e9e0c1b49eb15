import type { Attention, Inference } from '../contracts/inference';
import { rowOf, strongest, type AttentionMap, type Choice, type Layer } from '../core/attention';
import { exactWeights } from '../core/attentionText';
import { PARTS } from '../core/look';
import type { ModelSpec } from '../core/models';
import { among, wholeNumber, type Options } from './options';
import type { PromptFile } from './promptFiles.node';
import { UsageError } from './usageError';

/** The longest window that is looked at, in tokens. */
const MOST_TOKENS = 512;
/** How many tokens are named that each one looks at. */
const LINKS = 3;

/** Which maps are printed: each layer and head, or the two put together. */
interface Wanted {
  readonly layer: Layer;
  readonly head: Choice;
}

/** Prints where the tokens of each text look. */
export async function attend(inference: Inference, options: Options, files: readonly PromptFile[]): Promise<boolean> {
  const model = options.model ?? 'prompt-bert';
  const { signal } = new AbortController();
  const spec = await inference.describe({ model }, signal);
  const part = among('--part', options.part, PARTS);
  const looks = wanted(options, spec).map((look) => ({ ...look, model }));
  const results = [];
  for (const { name, text } of files) {
    const window = { models: [model], part, text, focus: 0, windowTokens: MOST_TOKENS };
    const maps = await inference.attend({ ...window, looks }, signal);
    const { tokens } = await described(inference, model, text, maps[0]!);
    results.push({
      file: name,
      model,
      ...(spec.task === 'text-to-text' ? { part } : {}),
      tokens,
      maps: maps.map((map, index) => ({ layer: looks[index]!.layer, head: looks[index]!.head, rows: rowsOf(map) })),
    });
    if (!options.json) printLinks(name, maps, looks);
  }
  if (options.json) console.log(JSON.stringify(results));
  return true;
}

/** The maps that the options name. All are those of single heads; put together they are only when that is asked for. */
function wanted({ layer, head, json }: Options, { layers, heads }: ModelSpec): Wanted[] {
  const together = ['mean', 'max', 'rollout'] as const;
  const choices = (option: string, value: string, count: number): Layer[] => {
    // To read by eye, one map is enough.
    if (value === 'all') return json ? [...Array(count).keys()] : ['mean'];
    const named = together.find((each) => each === value);
    if (named) return [named];
    const number = wholeNumber(option, value, 0);
    if (number < count) return [number];
    throw new UsageError(`${option} is 0 to ${count - 1}, all, mean or max, not ${value}.`);
  };
  const ofHeads = choices('--head', head, heads);
  if (ofHeads.includes('rollout')) throw new UsageError('Rollout is one of layers: say --layer rollout.');
  const ofLayers = choices('--layer', layer, layers);
  // Rollout takes the mean of heads.
  if (ofLayers[0] === 'rollout') return [{ layer: 'rollout', head: 'mean' }];
  return ofLayers.flatMap((each) => ofHeads.map((of) => ({ layer: each, head: of as Choice })));
}

/** Tokens with the text and UTF-16 span of each; null where a token has none. Says so when the text is longer. */
async function described(inference: Inference, model: string, text: string, map: Attention) {
  const tokens = map.pieces.map((piece, index) => {
    const [start, end] = [map.starts[index]!, map.ends[index]!];
    return { text: piece, span: start < 0 || end > text.length ? null : [start, end] };
  });
  const read = Math.max(...tokens.map(({ span }) => span?.[1] ?? 0));
  if (text.slice(read).trim() !== '') {
    const { ids } = await inference.tokenize({ model, text }, new AbortController().signal);
    console.error(`left-context: of ${ids.length} tokens the first ${tokens.length} are looked at.`);
  }
  return { tokens };
}

function rowsOf(map: Attention): number[][] {
  const plane = planeOf(map);
  return map.pieces.map((_, row) => exactWeights(rowOf(plane, row)));
}

function printLinks(file: string, maps: readonly Attention[], looks: readonly Wanted[]): void {
  for (const [index, map] of maps.entries()) {
    console.log(`${file}, layer ${looks[index]!.layer}, head ${looks[index]!.head}`);
    const plane = planeOf(map);
    for (const [row, piece] of map.pieces.entries()) {
      const links = strongest(plane, row, LINKS).map(
        (column) => `${JSON.stringify(map.pieces[column])} ${rowOf(plane, row)[column]!.toFixed(3)}`,
      );
      // In cross-attention, what is read looks at nothing.
      if (links.length > 0) console.log(`${JSON.stringify(piece).padStart(20)} → ${links.join('  ')}`);
    }
  }
}

function planeOf({ pieces, weights }: Attention): AttentionMap {
  return { size: pieces.length, weights };
}
