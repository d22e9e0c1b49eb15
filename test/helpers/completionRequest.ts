import packageJson from '../../package.json';
import type { CompletionRequest } from '../../src/contracts/completionRequests';
import { settingSchemas } from '../../src/core/settingSchemas';
import type { SuggestionLength } from '../../src/core/completion/suggestionStopRules';

const settings = settingSchemas(packageJson);
const defaultOf = <T>(name: string) => settings[`leftContext.completion.${name}`]!.default as T;

/** The completion request after `left` with default settings. */
export function completionRequest(left: string, change: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    model: defaultOf('model'),
    left,
    right: '',
    length: defaultOf<SuggestionLength>('length'),
    confidence: defaultOf('confidence'),
    sampling: {
      temperature: defaultOf('temperature'),
      topK: defaultOf('topK'),
      topP: defaultOf('topP'),
    },
    alternatives: 1,
    ...change,
  };
}
