import packageJson from '../../package.json';
import type { CompletionRequest } from '../../src/contracts/completionRequests';
import type { SuggestionLength } from '../../src/core/completion/suggestionStopRules';
import { promptGpt } from '../../src/core/models/embeddedModels';
import { settingSchemas } from '../../src/core/settingSchemas';

const settings = settingSchemas(packageJson);
const defaultOf = <T>(name: string) => settings[`leftContext.completion.${name}`]!.default as T;

/** The request for a completion after `left` that somebody asks prompt-gpt for, with default settings. */
export function completionRequest(left: string, change: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    model: promptGpt.id,
    left,
    right: '',
    length: defaultOf<SuggestionLength>('length'),
    confidence: 0.2,
    sampling: {
      temperature: defaultOf('temperature'),
      topK: defaultOf('topK'),
      topP: defaultOf('topP'),
    },
    alternatives: 1,
    ...change,
  };
}
