import { causalModel, type CausalModel } from '../../src/inference/generation/causalModel';
import { complete } from '../../src/inference/generation/generateCompletion';
import { ReaderWithMemory } from '../../src/inference/memory/readerWithMemory';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import type { Turn } from '../../src/inference/requestScheduler';
import { completionRequest } from '../../test/helpers/completionRequest';
import { figure, higherIsBetter, lowerIsBetter, percentile, type Row } from '../row';
import { passagesOf, type Passage, type Repository } from './repositories';
import type { Weights, Writer } from './writers';

/** Suggestions are made behind every so many characters. */
const STRIDE = 5;
/** Fewer suggestions from memory in a repository tell nothing about time. */
const LEAST_SUGGESTIONS = 8;

interface Sums {
  passes: number;
  milliseconds: number;
}

/**
 * Passes and time of the suggestions that the memory is part of, with tokens that it proposes and without; and how many become
 * the same text. Both read with a reader of their own, in turns.
 */
export async function draftsOf(
  { name, memoryOf }: Writer,
  loaded: LoadedModel,
  repositories: readonly Repository[],
  weights: Weights,
  { typed, length }: { readonly typed: number; readonly length: number },
): Promise<Row[]> {
  const [drafting, plain] = [causalModel(loaded), causalModel(loaded)];
  const ratios: { passes: number; milliseconds: number }[] = [];
  let [same, all] = [0, 0];
  for (const repository of repositories) {
    let own = 0;
    const sums = { drafting: { passes: 0, milliseconds: 0 }, plain: { passes: 0, milliseconds: 0 } };
    for (const passage of passagesOf(repository, typed, length)) {
      const memory = memoryOf(repository, passage.document);
      const mixed = (model: CausalModel, longestDraft?: number): CausalModel => {
        const written = { document: passage.document.path, right: new Int32Array(0) };
        const reader = new ReaderWithMemory(model, memory, written, weights.mixture, longestDraft);
        return { ...model, reader, memory: reader, chances: weights.chances };
      };
      for (let caret = passage.start; caret < passage.end; caret += STRIDE) {
        const [ours, theirs] = [
          await timed(mixed(drafting), passage, caret),
          await timed(mixed(plain, 0), passage, caret),
        ];
        // The first request reads the passage.
        if (caret === passage.start || !theirs.isFromMemory) continue;
        own++;
        if (ours.text === theirs.text) same++;
        add(sums.drafting, ours);
        add(sums.plain, theirs);
      }
    }
    all += own;
    if (own < LEAST_SUGGESTIONS) continue;
    ratios.push({
      passes: sums.plain.passes / sums.drafting.passes,
      milliseconds: sums.plain.milliseconds / sums.drafting.milliseconds,
    });
  }
  const of = `${name}, suggestions from memory; against no drafts`;
  return [
    higherIsBetter(
      `times fewer passes with drafts, ${of}`,
      percentile(
        ratios.map(({ passes }) => passes),
        0.5,
      ),
      1,
      1.5,
    ),
    higherIsBetter(
      `times less time with drafts, median, ${of}`,
      percentile(
        ratios.map(({ milliseconds }) => milliseconds),
        0.5,
      ),
      1,
      1,
    ),
    lowerIsBetter(
      `time with drafts in the slowest repository, ${of}`,
      Math.max(...ratios.map(({ milliseconds }) => 1 / milliseconds)),
      1,
      0.95,
    ),
    figure(`share of ${all} suggestions that are the same with drafts, ${name}`, same / all),
  ];
}

async function timed(model: CausalModel, { text }: Passage, caret: number) {
  let passes = 0;
  const turn: Turn = (pass) => {
    passes++;
    return pass();
  };
  const started = performance.now();
  const { texts, from } = await complete(model, completionRequest(text.slice(0, caret), { level: 'normal' }), turn);
  return { passes, milliseconds: performance.now() - started, text: texts[0], isFromMemory: from !== undefined };
}

function add(sums: Sums, { passes, milliseconds }: Sums): void {
  sums.passes += passes;
  sums.milliseconds += milliseconds;
}
