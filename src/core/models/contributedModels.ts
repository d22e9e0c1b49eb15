import { AUTOMATIC } from './automaticModels';
import { openAiEncodings } from './defaultTokenLimit';
import { embeddedModels, PROMPT_NGRAM } from './embeddedModels';
import { TASKS, type Task } from './modelSpec';

/** A model that another extension offers. */
export interface ContributedModel {
  /** A plain name, such as smollm2. */
  readonly id: string;
  /** Path of the model's folder: in package.json relative to the extension's folder, with / between folders. */
  readonly path: string;
  readonly task: Task;
  /** Name shown to the user. */
  readonly label: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Maximum tokens, special tokens included; undefined for what config.json says. */
  readonly contextLength?: number | undefined;
}

/** What finding a model of another extension takes; its path is absolute. */
export type PlacedModel = Pick<ContributedModel, 'id' | 'path' | 'label' | 'contextLength'>;

/** What an extension has under contributes.leftContextModels in its package.json. */
export interface Contributions {
  /** publisher.name */
  readonly extension: string;
  readonly entries: unknown;
}

/** A model that can be used, and the extension that it is from. */
type CheckedModel = ContributedModel & { readonly extension: string };

/** Names that mean something else where a model is named. */
const TAKEN = new Set([AUTOMATIC, PROMPT_NGRAM, ...openAiEncodings, ...embeddedModels.map(({ id }) => id)]);

/** For each field of an entry, whether a value is right, and what it must be. */
const FIELDS: Readonly<Record<keyof ContributedModel, readonly [isRight: (value: unknown) => boolean, must: string]>> =
  {
    id: [isPlainName, 'a name of letters, digits, dots, hyphens and underscores'],
    path: [isPathInside, "a path inside the extension's folder, such as models/mine"],
    task: [(value) => TASKS.some((task) => task === value), `one of ${TASKS.join(', ')}`],
    label: [isText, 'a name for users'],
    licence: [isText, 'an SPDX identifier, such as Apache-2.0'],
    contextLength: [(value) => value === undefined || isCount(value), 'a whole number of tokens, or absent'],
  };

/**
 * Checks what extensions contribute. Of two models with the same id, the first one counts.
 *
 * @returns the models that can be used, and a sentence for each that cannot
 */
export function checkContributions(contributions: readonly Contributions[]): {
  models: readonly CheckedModel[];
  refusals: readonly string[];
} {
  const models: CheckedModel[] = [];
  const refusals: string[] = [];
  for (const { extension, entries } of contributions) {
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : [entries]) {
      const problem = problemOf(entry) ?? whoHasName(entry as ContributedModel, models);
      if (problem === undefined) models.push({ ...fieldsOf(entry as ContributedModel), extension });
      else
        refusals.push(
          `A model of the extension ${extension} is left out: ${problem}. Its author can correct leftContextModels in ` +
            'its package.json.',
        );
    }
  }
  return { models, refusals };
}

function fieldsOf({ id, path, task, label, licence, contextLength }: ContributedModel): ContributedModel {
  return { id, path, task, label, licence, contextLength };
}

/** Says who has a model of the same name already; undefined when nobody has. */
function whoHasName({ id }: ContributedModel, models: readonly CheckedModel[]): string | undefined {
  if (TAKEN.has(id)) return `the name ${id} belongs to Left Context`;
  const earlier = models.find((model) => model.id === id);
  return earlier && `the extension ${earlier.extension} has a model of the same name, ${id}`;
}

/** What is wrong with an entry; undefined when nothing is. */
function problemOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'its entry is not an object';
  const values = entry as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(FIELDS).find(([field, [isRight]]) => !isRight(values[field]));
  if (!wrong) return undefined;
  const [field, [, must]] = wrong;
  return `${field} is ${JSON.stringify(values[field]) ?? 'missing'} and must be ${must}`;
}

function isPlainName(value: unknown): boolean {
  return typeof value === 'string' && /^\w[\w.-]*$/.test(value);
}

function isPathInside(value: unknown): boolean {
  return typeof value === 'string' && /^[^/\\:]+(\/[^/\\:]+)*$/.test(value) && !value.split('/').includes('..');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
