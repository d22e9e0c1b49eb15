import { existsSync } from 'node:fs';
import { answersFileOf, answersInFile, answersInFrontMatter, type Answer } from '../core/sentences/answers';
import { readPrompts, type PromptFile } from './readPromptFiles.node';
import { UsageError } from './usageError';

/** The answers that a file holds. Throws a UsageError when there are none. */
export async function answersIn(name: string): Promise<Answer[]> {
  const answers = await answersOnDisk(name);
  if (answers.length > 0) return answers;
  throw new UsageError(`${name} holds no answers. Write each of them below a heading “## Name”.`);
}

/** The answers that are kept for a prompt, beside it or in its front matter. */
export async function answersKeptFor({ name, text }: PromptFile): Promise<Answer[]> {
  const beside = answersFileOf(name.replaceAll('\\', '/'));
  return [...(existsSync(beside) ? await answersOnDisk(beside) : []), ...answersInFrontMatter(text)];
}

async function answersOnDisk(name: string): Promise<Answer[]> {
  const files = await readPrompts([name]);
  return files.flatMap(({ text }) => answersInFile(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')));
}
