import type * as vscode from 'vscode';
import type { CompletionRequest } from '../../contracts/completionRequests';
import { setting, type Settings } from '../../host/settings';
import type { ModelsInUse } from '../models/modelsInUse';

/** Settings that are part of a request: cached completions are void once one of them changes. */
export const REQUEST_SETTINGS: (keyof Settings)[] = [
  'completion.length',
  'completion.confidence',
  'completion.temperature',
  'completion.topK',
  'completion.topP',
  'completion.model',
];

/** The request for a completion, as the settings for the document have it. */
export function requestFor(
  models: Pick<ModelsInUse, 'writing'>,
  document: vscode.TextDocument,
  left: string,
  right: string,
  alternatives: number,
): CompletionRequest {
  return {
    model: models.writing(document).id,
    left,
    right,
    length: setting('completion.length', document),
    confidence: setting('completion.confidence', document),
    sampling: {
      temperature: setting('completion.temperature', document),
      topK: setting('completion.topK', document),
      topP: setting('completion.topP', document),
    },
    alternatives,
  };
}
