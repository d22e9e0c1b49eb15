import * as v from 'valibot';
import { EngineError } from './engineError';

/** The value as the schema has it; an EngineError when an answer has another shape. */
export function answerAs<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  host: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const where = v.getDotPath(result.issues[0]);
  throw new EngineError(
    'answer',
    `${host} answered in a form that is not known${where ? ` (${where})` : ''}. Check the version of the engine, and that no proxy changes its answers.`,
  );
}

/** A natural logarithm of a probability. */
export const logProbability = v.pipe(v.number(), v.maxValue(1e-3));
