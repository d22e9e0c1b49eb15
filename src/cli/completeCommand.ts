import { MAX_ALTERNATIVES } from '../core/completion/maxAlternatives';
import type { CommandInput } from './command';
import { numberFrom0To1, oneOf, wholeNumber } from './checkOptionValue';
import { DEFAULT_MODELS } from './defaultModels';
import { whoAnswers } from './whoAnswers';
import { withoutLastLineEnd } from './completeBeforeLastLineEnd';

/** Prints how a causal model continues each text; false when one has no completion of enough confidence. */
export async function completeCommand({ models, options, files }: CommandInput): Promise<boolean> {
  const { inference, model, name: answering } = await whoAnswers(models, options, DEFAULT_MODELS.complete);
  const confidence = numberFrom0To1('--confidence', options.confidence);
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
    const left = withoutLastLineEnd(text);
    const { texts, firstTokenProbability, contextTokens } = await inference.complete(
      { ...request, left },
      new AbortController().signal,
    );
    // Scripts read these keys, so they keep their names.
    results.push({ file: name, model: answering, texts, sureness: firstTokenProbability, readTokens: contextTokens });
  }
  if (options.json) console.log(JSON.stringify(results, null, 2));
  else for (const { texts } of results) for (const text of texts) console.log(text);
  return results.every(({ texts }) => texts.length > 0);
}
