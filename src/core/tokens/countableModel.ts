import { isHubId } from '../models/hubIdOrFolder';
import { labelOf } from '../models/modelLabel';
import { countableModels, type CountableModel } from './countableModels';

/** A model that can be counted for, without where its facts are from. */
export type Countable = Omit<CountableModel, 'source'>;

/** An entry of leftContext.budget.models, by the name that settings use. */
interface OwnModel {
  readonly tokenizer: string;
  readonly limit?: number;
  readonly name?: string;
}

/** The well-formed entries of leftContext.budget.models. */
export function ownCountableModels(setting: object): Countable[] {
  return Object.entries(setting).flatMap(([id, entry]) =>
    isOwnModel(entry) ? [{ id, name: entry.name ?? id, tokenizer: entry.tokenizer, limit: entry.limit }] : [],
  );
}

function isOwnModel(entry: unknown): entry is OwnModel {
  const { tokenizer, limit, name } = (entry ?? {}) as Partial<Record<keyof OwnModel, unknown>>;
  const isLimit = limit === undefined || (Number.isSafeInteger(limit) && (limit as number) >= 1);
  return typeof tokenizer === 'string' && isLimit && (name === undefined || typeof name === 'string');
}

/** A date behind a model's name: -2024-08-06. Shorter ones and previews of a model had other limits. */
const VERSION = /^-\d{4}-\d{2}-\d{2}$/;

/**
 * The model that a setting names: one of the user's own, one of the table, a version of one (gpt-4o-2024-08-06), or a model on
 * this machine, which counts with its own tokenizer. For another model of a family of the table (gpt-4o-audio), the tokenizer is
 * known and the limit is not.
 */
export function countableModel(id: string, own: readonly Countable[] = []): Countable {
  const known = [...own, ...countableModels];
  const exact = known.find((model) => model.id === id);
  if (exact) return exact;
  const family = known
    .filter((model) => id.startsWith(`${model.id}-`))
    .reduce<Countable | undefined>(
      (longest, model) => (model.id.length > (longest?.id.length ?? 0) ? model : longest),
      undefined,
    );
  if (!family) return { id, name: labelOf(id), tokenizer: id };
  const isVersion = VERSION.test(id.slice(family.id.length));
  return { ...family, id, name: id, limit: isVersion ? family.limit : undefined };
}

/** Whether the tokenizer of a model has to be fetched before it counts, unless it is on this machine already. */
export function isFetched({ tokenizer }: Countable): boolean {
  return isHubId(tokenizer);
}
