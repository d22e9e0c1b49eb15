import { gapsBetween } from '../core/text/gapsBetweenSpans';
import { trim, type Keep } from '../core/tokens/trimToLimit';
import { whatIsRemoved } from '../core/tokens/whatTrimmingRemoves';
import type { CommandInput } from './command';
import { countingModel, requiredLimit } from './countingModel';
import type { PromptFile } from './readPromptFiles.node';
import { UsageError } from './usageError';
import { oneOf } from './checkOptionValue';
import { replaceFile } from './overwritePromptFile.node';

/** Prints the part of each text that fits the limit, or writes it to the text's file; false when one does not fit. */
export async function trimCommand(input: CommandInput): Promise<boolean> {
  const { options, files } = input;
  const keep = keepOption(options.keep);
  const boundary = oneOf('--boundary', options.boundary, ['token', 'word', 'sentence']);
  if (options.write && files.some(({ name }) => name === '-'))
    throw new UsageError('--write cannot change the standard input. Name files.');
  const trimmedFile = async ({ name, text }: PromptFile) => {
    const model = await countingModel(input, text);
    const limit = requiredLimit(model);
    const spans = trim(text, model.encode(text), { limit, keep, boundary }, model.count);
    const trimmed = spans.map(({ start, end }) => text.slice(start, end)).join('');
    const removed = text.length - trimmed.length;
    const removedSpans = gapsBetween(spans, text.length);
    const lost = whatIsRemoved(text, removedSpans);
    const tokens = model.count(trimmed);
    return { result: { file: name, tokens, removed, removedSpans, lost, text: trimmed }, fits: tokens <= limit };
  };
  const trimmedFiles = await Promise.all(files.map(trimmedFile));
  const results = trimmedFiles.map(({ result }) => result);
  if (options.write) for (const { file, removed, text } of results) if (removed > 0) replaceFile(file, text);
  if (options.json) console.log(JSON.stringify(results, null, 2));
  else if (options.write)
    for (const { file, removed, lost } of results)
      console.log(`${file}: ${removed} characters removed${lost ? `, among them ${lost}` : ''}`);
  else for (const { text } of results) process.stdout.write(text);
  return trimmedFiles.every(({ fits }) => fits);
}

function keepOption(value: string): Keep {
  const keep = oneOf('--keep', value, ['start', 'end', 'middle', 'both-ends']);
  return keep === 'both-ends' ? 'both ends' : keep;
}
