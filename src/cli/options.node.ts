import { parseArgs, type ParseArgsConfig } from 'node:util';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

const OPTIONS = {
  model: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
  keep: { type: 'string', default: 'start' },
  boundary: { type: 'string', default: 'token' },
  write: { type: 'boolean', default: false },
  overlap: { type: 'string', default: '0' },
  length: { type: 'string', default: 'sentence' },
  confidence: { type: 'string', default: '0.2' },
  alternatives: { type: 'string', default: '1' },
  layer: { type: 'string', default: 'all' },
  head: { type: 'string', default: 'all' },
  part: { type: 'string', default: 'encoder' },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

/** Options that only some commands know. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  limit: ['tokens', 'trim', 'split'],
  json: ['tokens', 'trim', 'complete', 'attend'],
  keep: ['trim'],
  boundary: ['trim'],
  write: ['trim'],
  overlap: ['split'],
  length: ['complete'],
  confidence: ['complete'],
  alternatives: ['complete'],
  layer: ['attend'],
  head: ['attend'],
  part: ['attend'],
};

export type Options = ReturnType<typeof parsed>['values'];

/** The options and what else stands on the command line. Throws a UsageError for what no command knows. */
export function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(`${errorText(error)}. Run left-context --help.`);
  }
}

/** Throws a UsageError for an option that is given to a command that does not know it. */
export function checkOwn(command: string, given: ReturnType<typeof parsed>['tokens']): void {
  for (const token of given) {
    const knowing = token.kind === 'option' ? OWN[token.name] : undefined;
    if (token.kind === 'option' && knowing && !knowing.includes(command))
      throw new UsageError(`--${token.name} is for ${knowing.join(', ')} only.`);
  }
}

export function wholeNumber(option: string, value: string, least: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageError(`${option} is a whole number from ${least} on, not ${value}.`);
}

/** One of `values`. */
export function among<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`${option} is ${values.join(', ')}, not ${value}.`);
}
