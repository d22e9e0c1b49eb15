import { MAX_ALTERNATIVES } from '../core/completion/suggestionText';
import { inferenceService } from '../inference/inferenceService';
import type { CommandInput } from './command';
import { oneOf, wholeNumber } from './options.node';
import { UsageError } from './usageError';

/** Prints how a causal model continues each text; false when one has no completion of enough confidence. */
export async function completeCommand({ models, options, files }: CommandInput): Promise<boolean> {
  const inference = inferenceService(models);
  const model = options.model ?? 'prompt-gpt';
  const confidence = Number(options.confidence);
  if (options.confidence.trim() === '' || !(confidence >= 0 && confidence <= 1))
    throw new UsageError(`--confidence must be a number from 0 to 1, not ${options.confidence}.`);
  const request = {
    model,
    right: '',
    length: oneOf('--length', options.length, ['word', 'clause', 'sentence', 'paragraph']),
    confidence,
    sampling: { temperature: 0, topK: 40, topP: 0.95 },
    alternatives: Math.min(wholeNumber('--alternatives', options.alternatives, 1), MAX_ALTERNATIVES),
  };
  const results = [];
  for (const { name, text } of files) {
    // Editors add a line end to the last line.
    const left = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
    const { texts, firstTokenProbability, contextTokens } = await inference.complete(
      { ...request, left },
      new AbortController().signal,
    );
    results.push({ file: name, model, texts, firstTokenProbability, readTokens: contextTokens });
  }
  if (options.json) console.log(JSON.stringify(results, null, 2));
  else for (const { texts } of results) for (const text of texts) console.log(text);
  return results.every(({ texts }) => texts.length > 0);
}
