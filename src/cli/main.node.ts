#!/usr/bin/env node
/** The command line: left-context tokens | trim | split | complete | attend | compare | check | agents. */
import '../inference/models/onnxRuntime.node';
import path from 'node:path';
import { errorText } from '../core/errorText';
import { downloadFolder } from '../hub/downloadLocation.node';
import { ModelCache } from '../inference/models/modelCache';
import { agentsCommand } from './agentsCommand.node';
import { attendCommand } from './attendCommand';
import { checkCommand } from './checkCommand.node';
import type { Command } from './command';
import { compareCommand } from './compareCommand.node';
import { completeCommand } from './completeCommand';
import { checkOptionsOf, parseCommandLine } from './commandLineOptions.node';
import { readPrompts } from './readPromptFiles.node';
import { splitCommand } from './splitCommand';
import { tokensCommand } from './tokensCommand';
import { trimCommand } from './trimCommand';
import { USAGE } from './helpText';
import { UsageError } from './usageError';
import { resolveModel } from './modelPathOrId.node';

const COMMANDS: Readonly<Record<string, Command>> = {
  tokens: tokensCommand,
  trim: trimCommand,
  split: splitCommand,
  complete: completeCommand,
  attend: attendCommand,
};

/** Runs the command; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const { values: options, positionals, tokens } = parseCommandLine(args);
  const [name, ...operands] = positionals;
  if (options.help || name === undefined) {
    console.log(USAGE);
    return options.help ? 0 : 2;
  }
  const names = [...Object.keys(COMMANDS), 'compare', 'check', 'agents'];
  if (!names.includes(name)) throw new UsageError(`There is no command ${name}. Use one of ${names.join(', ')}.`);
  checkOptionsOf(name, tokens);
  if (name === 'check') return (await checkCommand(operands, options.format)) ? 0 : 1;
  // An engine has names of its own.
  const isHere = options.engine === undefined;
  const model = options.model && isHere ? resolveModel(options.model) : options.model;
  const places = { embedded: path.join(__dirname, '..', 'models'), downloaded: downloadFolder(), contributed: [] };
  const models = new ModelCache(places, 1);
  if (name === 'compare') return (await compareCommand(models, { ...options, model }, operands)) ? 0 : 1;
  if (name === 'agents') return (await agentsCommand(models, options, operands)) ? 0 : 1;
  if (operands.length === 0)
    throw new UsageError('No file is named. Name a file, a glob, or - for the standard input.');
  const files = await readPrompts(operands);
  return (await COMMANDS[name]!({ models, options: { ...options, model }, files })) ? 0 : 1;
}

// A reader such as `head` that has read enough closes the pipe, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(`left-context: ${errorText(error)}`);
    process.exitCode = 2;
  },
);
