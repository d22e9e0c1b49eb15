import '../src/inference/models/onnxRuntime.node';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { CHANCE_WEIGHTS } from '../src/core/completion/chanceOfFirstWord';
import type { SuggestionLevel } from '../src/core/completion/suggestionLevels';
import { promptGpt } from '../src/core/models/embeddedModels';
import { causalModel } from '../src/inference/generation/causalModel';
import { openNgram } from '../src/inference/generation/ngramReader.node';
import { MIXTURE_WEIGHTS } from '../src/inference/memory/mixtureWeights';
import { loadedModel, models, root } from '../test/helpers/fixtures';
import { draftsOf } from './ghost/drafts';
import { fitChances, fitMixture, type BeginningRecord, type MatchRecord } from './ghost/fit';
import { languagesTyped } from './ghost/languages';
import { measure, type Measures } from './ghost/measure';
import { quietPlacesOf } from './ghost/quiet';
import { recordBeginnings, recordMatches } from './ghost/records';
import { reliabilityOf } from './ghost/reliability';
import { passagesOf, paragraphPassages, repositoriesIn, type Repository } from './ghost/repositories';
import { rowsOf, type Variant } from './ghost/rows';
import { writer, writerOf, type Weights, type Writer } from './ghost/writers';
import type { Row } from './row';

const SMOLLM2 = path.join(root, 'packs', 'smollm2', 'models', 'smollm2');
/** Passages of a repository to type and to fit the weights on, and UTF-16 code units of each. */
const FULL = { typed: 3, fitted: 6, length: 160 };
const QUICK = { typed: 2, fitted: 0, length: 100 };
const SOME_LEVELS: readonly (SuggestionLevel | undefined)[] = [undefined, 'normal'];
const ALL_LEVELS: readonly (SuggestionLevel | undefined)[] = [undefined, 'quiet', 'normal', 'eager'];
const SHIPPED: Weights = { mixture: MIXTURE_WEIGHTS, chances: CHANCE_WEIGHTS };

/**
 * Ghost text of the n-gram, prompt-gpt and SmolLM2, each without and with a memory of the repository's other prompts, before and
 * after the rules that keep it quiet: `npm run bench -- ghost FILE`. FILE has `text`, `source` (the repository) and `path` on each
 * line; without it, the sample prompts of the tests are one repository. With several repositories, the few weights are fitted on
 * all but the one that is measured, and those for all are printed. The same typist (typist.ts) types for all, side by side.
 */
export async function ghost(quick: boolean, file: string | undefined): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const repositories = repositoriesIn(file).slice(0, quick ? 2 : Infinity);
  const sizes = quick ? QUICK : FULL;
  const gpt = await writerOf('prompt-gpt', promptGpt.id);
  const ngram = writer('n-gram', {
    ...causalModel(await loadedModel(promptGpt.id)),
    reader: await openNgram(ngramFile()),
  });
  const smollm2 = !quick && existsSync(SMOLLM2) ? [await writerOf('SmolLM2', SMOLLM2)] : [];
  const large = smollm2.length > 0 ? smollm2 : [gpt];

  const isFitted = repositories.length > 1 && sizes.fitted > 0;
  const records = isFitted ? await recordAll([gpt, ...smollm2], repositories, sizes) : undefined;
  const weightsOfAll = records ? fitWithout(records) : SHIPPED;
  if (records) {
    console.log('Weights for all repositories:', JSON.stringify(weightsOfAll));
    console.table(reliabilityOf(records.beginnings, (repository) => fitWithout(records, repository).chances));
  }
  const measured: Variant[] = [];
  for (const repository of repositories) {
    const weights = records ? fitWithout(records, repository.name) : SHIPPED;
    for (const each of [ngram, gpt, ...smollm2]) {
      measured.push(
        ...(await variantsOf(each, repository, weights, sizes, each === large[0] ? ALL_LEVELS : SOME_LEVELS)),
      );
    }
  }
  console.table(
    measured.map(({ repository, writer: name, hasMemory, level, measures }) => ({
      repository,
      writer: `${name}${hasMemory ? ' + memory' : ''}${level ? `, ${level}` : ''}`,
      ...rounded(measures),
    })),
  );
  return [
    ...rowsOf(measured, large[0]!.name),
    ...(await draftsOf(
      large[0]!,
      await loadedModel(smollm2.length > 0 ? SMOLLM2 : promptGpt.id),
      repositories,
      weightsOfAll,
      // Only some of the suggestions are from memory.
      { ...sizes, typed: Math.max(sizes.typed, sizes.fitted) },
    )),
    ...(await languagesTyped(large[0]!, weightsOfAll.chances, quick)),
    ...quietPlacesOf(repositories),
  ];
}

interface Records {
  readonly matches: readonly MatchRecord[];
  readonly beginnings: readonly BeginningRecord[];
}

/** Records to fit the weights on: matches in the memory, then beginnings with the mixture of the other repositories. */
async function recordAll(
  writers: readonly Writer[],
  repositories: readonly Repository[],
  { fitted, length }: typeof FULL,
): Promise<Records> {
  const matches: MatchRecord[] = [];
  for (const { alone, memoryOf } of writers) {
    for (const repository of repositories) {
      for (const passage of passagesOf(repository, fitted, length)) {
        const written = { document: passage.document.path, right: new Int32Array(0) };
        const memory = memoryOf(repository, passage.document);
        matches.push(...(await recordMatches(alone, memory, written, passage, repository.name)));
      }
    }
  }
  const beginnings: BeginningRecord[] = [];
  for (const { alone, knowing } of writers) {
    for (const repository of repositories) {
      const mixture = fitMixture(matches.filter(({ repository: name }) => name !== repository.name));
      // Half as many: each is generated.
      for (const passage of passagesOf(repository, fitted >> 1, length)) {
        for (const model of [alone, knowing(repository, passage.document, { ...SHIPPED, mixture })]) {
          beginnings.push(...(await recordBeginnings(model, passage, repository.name)));
        }
      }
    }
    for (const passage of paragraphPassages('fit')) {
      beginnings.push(...(await recordBeginnings(alone, passage, 'other languages')));
    }
  }
  return { matches, beginnings };
}

/** Weights fitted on the records of all repositories but one. */
function fitWithout({ matches, beginnings }: Records, without?: string): Weights {
  const isOther = ({ repository }: { readonly repository: string }) => repository !== without;
  return { mixture: fitMixture(matches.filter(isOther)), chances: fitChances(beginnings.filter(isOther)) };
}

async function variantsOf(
  each: Writer,
  repository: Repository,
  weights: Weights,
  { typed, length }: typeof FULL,
  levels: readonly (SuggestionLevel | undefined)[],
): Promise<Variant[]> {
  const passages = passagesOf(repository, typed, length);
  const variants: Variant[] = [];
  for (const hasMemory of [false, true]) {
    // Without memory, those two that it is compared with.
    for (const level of hasMemory ? levels : SOME_LEVELS) {
      const modelFor = (passage: (typeof passages)[number]) =>
        hasMemory ? each.knowing(repository, passage.document, weights) : { ...each.alone, chances: weights.chances };
      const measures = await measure(modelFor, passages, level);
      variants.push({ repository: repository.name, writer: each.name, hasMemory, level, measures });
    }
  }
  return variants;
}

function ngramFile(): string {
  return path.join(models, 'prompt-ngram', 'prompt-ngram.bin');
}

function rounded(measures: Measures): Record<string, string> {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, (value as number).toPrecision(3)]));
}
