import path from 'node:path';
import { isAnswersFile, type Answer } from '../core/sentences/answers';
import { mostBitsMore, planComparison, type Comparison } from '../core/sentences/comparison';
import { measureComparison } from '../core/sentences/measureComparison';
import { promptOfFile } from '../core/sentences/promptVersion';
import type { ModelCache } from '../inference/models/modelCache';
import { answersIn, answersKeptFor } from './answersToPrompt.node';
import { numberFrom0 } from './checkOptionValue';
import type { CliOptions } from './commandLineOptions.node';
import { DEFAULT_MODELS } from './defaultModels';
import { describeComparison } from './describeComparison';
import { readPrompts, type PromptFile } from './readPromptFiles.node';
import { UsageError } from './usageError';
import { whoAnswers, type Answering } from './whoAnswers';
import { versionInGit } from './versionInGit.node';

interface FileWithAnswers extends PromptFile {
  readonly answers: readonly Answer[];
}

/** What has become of a file since a version. Scripts read these keys. */
type ComparedFile = { readonly file: string; readonly ref: string } & (
  | { readonly state: 'new' }
  /** The text that models read is the same, if not the front matter. */
  | { readonly state: 'unchanged' }
  | ({ readonly state: 'compared'; readonly model: string } & Comparison)
);

/**
 * Compares files with their versions in Git, and prints what has changed; false when an answer takes more bits more than
 * --worse-than allows.
 */
export async function compareCommand(
  models: ModelCache,
  options: CliOptions,
  [ref, ...patterns]: readonly string[],
): Promise<boolean> {
  if (ref === undefined || patterns.length === 0)
    throw new UsageError('Name a version and the files to compare with it, as in left-context compare HEAD a.md.');
  if (patterns.includes('-')) throw new UsageError('The standard input has no earlier version. Name files.');
  const bound = options['worse-than'] === undefined ? undefined : numberFrom0('--worse-than', options['worse-than']);
  const chosen = options.answers === undefined ? undefined : await answersIn(options.answers);
  const files: FileWithAnswers[] = [];
  for (const file of await readPrompts(patterns))
    if (!isAnswersFile(file.name)) files.push({ ...file, answers: chosen ?? (await answersKeptFor(file)) });
  refuse(files, bound !== undefined);
  const answering = await whoAnswers(models, options, DEFAULT_MODELS.compare);
  const results: ComparedFile[] = [];
  for (const file of files) {
    const result = await compareFile(answering, options, ref, file);
    results.push(result);
    if (!options.json) console.log(`${results.length > 1 ? '\n' : ''}${inWords(result)}`);
  }
  if (options.json) console.log(JSON.stringify(results, null, 2));
  return results.every((each) => each.state !== 'compared' || bound === undefined || mostBitsMore(each) <= bound);
}

/** Throws a UsageError for files that cannot be compared, and warns of those that a bound says nothing of. */
function refuse(files: readonly FileWithAnswers[], hasBound: boolean): void {
  if (files.length === 0) throw new UsageError('Only files of answers are named. Name the prompts.');
  const without = hasBound ? files.filter(({ answers }) => answers.length === 0) : [];
  if (without.length === files.length)
    throw new UsageError(
      'There are no answers that --worse-than could be about. Keep some in NAME.answers.md, or name a file with --answers.',
    );
  for (const { name } of without)
    console.error(`left-context: ${name} has no answers, so --worse-than says nothing of it.`);
}

async function compareFile(
  { inference, model, name }: Answering,
  options: CliOptions,
  ref: string,
  { name: file, text: content, answers }: FileWithAnswers,
): Promise<ComparedFile> {
  const old = await versionInGit(ref, file);
  if (old === undefined) return { file, ref, state: 'new' };
  const plan = planComparison(promptOfFile(old), promptOfFile(content));
  if (plan.then.text === plan.now.text) return { file, ref, state: 'unchanged' };
  const through = options.plain ? 'plain text' : 'automatic';
  const { signal } = new AbortController();
  const comparison = await measureComparison(inference, { model, answers, through }, plan, signal);
  return { file, ref, state: 'compared', model: name, ...comparison };
}

function inWords(result: ComparedFile): string {
  const { file, ref, state } = result;
  if (state === 'new') return `${file} is new since ${ref}.`;
  if (state === 'unchanged') return `${file} reads as in ${ref}.`;
  const model = path.isAbsolute(result.model) ? path.basename(result.model) : result.model;
  return [`${file}, compared with ${ref}`, describeComparison(model, result)].join('\n');
}
