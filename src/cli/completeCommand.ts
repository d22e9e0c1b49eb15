import type { Inference } from '../contracts/inference';
import { MOST_ALTERNATIVES } from '../core/completion/suggestionText';
import { among, wholeNumber, type Options } from './options.node';
import type { PromptFile } from './promptFiles.node';
import { UsageError } from './usageError';

/** Prints how a causal model goes on with each text, from its end. */
export async function completeCommand(
  inference: Inference,
  options: Options,
  files: readonly PromptFile[],
): Promise<boolean> {
  const model = options.model ?? 'prompt-gpt';
  const confidence = Number(options.confidence);
  if (options.confidence.trim() === '' || !(confidence >= 0 && confidence <= 1))
    throw new UsageError(`--confidence is a number from 0 to 1, not ${options.confidence}.`);
  const request = {
    model,
    right: '',
    length: among('--length', options.length, ['word', 'clause', 'sentence', 'paragraph']),
    confidence,
    sampling: { temperature: 0, topK: 40, topP: 0.95 },
    alternatives: Math.min(wholeNumber('--alternatives', options.alternatives, 1), MOST_ALTERNATIVES),
  };
  const completed = [];
  for (const { name, text } of files) {
    // A line end that an editor put there is not the writer's.
    const left = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
    const { texts, firstTokenProbability, seenTokens } = await inference.complete(
      { ...request, left },
      new AbortController().signal,
    );
    completed.push({ file: name, model, texts, firstTokenProbability, readTokens: seenTokens });
  }
  if (options.json) console.log(JSON.stringify(completed, null, 2));
  else for (const { texts } of completed) for (const text of texts) console.log(text);
  return completed.every(({ texts }) => texts.length > 0);
}
