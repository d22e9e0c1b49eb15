import packageJson from '../../package.json';
import type { CompletionRequest } from '../../src/contracts/completionRequests';
import type { SuggestionLength } from '../../src/core/completion/suggestionStopRules';

const settings = packageJson.contributes.configuration.properties;

/** The completion request after `left` with default settings. */
export function completionRequest(left: string, change: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    model: settings['leftContext.completion.model'].default,
    left,
    right: '',
    length: settings['leftContext.completion.length'].default as SuggestionLength,
    confidence: settings['leftContext.completion.confidence'].default,
    sampling: {
      temperature: settings['leftContext.completion.temperature'].default,
      topK: settings['leftContext.completion.topK'].default,
      topP: settings['leftContext.completion.topP'].default,
    },
    alternatives: 1,
    ...change,
  };
}
