import { parseArgs, type ParseArgsConfig } from 'node:util';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

const OPTIONS = {
  model: { type: 'string' },
  engine: { type: 'string' },
  limit: { type: 'string' },
  as: { type: 'string', default: 'text' },
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
  format: { type: 'string', default: 'text' },
  answers: { type: 'string' },
  plain: { type: 'boolean', default: false },
  'worse-than': { type: 'string' },
  agent: { type: 'string' },
  opened: { type: 'string' },
  settings: { type: 'string' },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

/** The commands of each option; options that are not listed are for all. */
const COMMANDS_BY_OPTION: Readonly<Record<string, readonly string[]>> = {
  limit: ['tokens', 'trim', 'split'],
  as: ['tokens'],
  model: ['tokens', 'trim', 'split', 'complete', 'attend', 'compare'],
  engine: ['tokens', 'complete', 'compare'],
  json: ['tokens', 'trim', 'complete', 'attend', 'compare', 'agents'],
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
  format: ['check'],
  answers: ['compare'],
  plain: ['compare'],
  'worse-than': ['compare'],
  agent: ['agents'],
  opened: ['agents'],
  settings: ['agents'],
  strict: ['agents'],
};

export type CliOptions = ReturnType<typeof parseCommandLine>['values'];

/** Options, command and files of a command line. Throws a UsageError for an unknown option. */
export function parseCommandLine(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(`${errorText(error)}. Run left-context --help.`);
  }
}

/** Throws a UsageError for an option that `command` does not have. */
export function checkOptionsOf(command: string, tokens: ReturnType<typeof parseCommandLine>['tokens']): void {
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const commands = COMMANDS_BY_OPTION[token.name];
    if (commands && !commands.includes(command))
      throw new UsageError(`--${token.name} is for ${commands.join(', ')} only. Leave it out.`);
  }
}
