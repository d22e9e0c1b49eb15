import { segmentText } from '../core/tokens/segmentText';
import { split, type SplitOptions } from '../core/tokens/splitIntoSegments';
import type { CommandInput } from './command';
import { countingModel, requiredLimit } from './countingModel';
import { UsageError } from './usageError';

/** Prints each text in segments that fit the limit. */
export async function splitCommand(input: CommandInput): Promise<boolean> {
  const overlap = overlapOption(input.options.overlap);
  for (const { text } of input.files) {
    const model = await countingModel(input, text);
    const options = { limit: requiredLimit(model), overlap };
    const segments = [...split(text, model.encode(text), options, model.count)];
    const texts = segments.map((segment) => segmentText(text, segment));
    console.log(JSON.stringify(texts, null, 2));
  }
  return true;
}

function overlapOption(value: string): SplitOptions['overlap'] {
  const [, count, sentences] = /^(\d+)(s?)$/.exec(value) ?? [];
  if (count === undefined)
    throw new UsageError(`--overlap must be a number of tokens, or of sentences as in 2s, not ${value}.`);
  return { count: Number(count), unit: sentences ? 'sentences' : 'tokens' };
}
