import type { ModelCache } from '../inference/models/modelCache';
import type { CliOptions } from './commandLineOptions.node';
import type { PromptFile } from './readPromptFiles.node';

export interface CommandInput {
  readonly models: ModelCache;
  readonly options: CliOptions;
  readonly files: readonly PromptFile[];
}

/** Prints its result. Returns false for exit code 1: a text is over the limit or has no completion. */
export type Command = (input: CommandInput) => Promise<boolean>;
