import type * as vscode from 'vscode';
import type { CompletionRequest } from '../../contracts/completionRequests';
import { setting, type Settings } from '../../host/settings';
import type { ModelsInUse } from '../models/modelsInUse';

/** Settings that are part of a request: cached completions are void once one of them changes. */
export const REQUEST_SETTINGS: (keyof Settings)[] = [
  'completion.length',
  'completion.level',
  'completion.memory',
  'completion.temperature',
  'completion.topK',
  'completion.topP',
  'completion.model',
  'engines',
  'engine.ghostText',
];

/** Completions that somebody who asks gets. Ghost text that appears by itself is one. */
const ALTERNATIVES = 3;
/** Least joint probability of the tokens that somebody who asks gets behind the first one. */
const CONFIDENCE = 0.2;

/**
 * The request for a completion, as the settings for the document have it.
 *
 * @param isAsked whether somebody asked for it
 */
export function requestFor(
  models: Pick<ModelsInUse, 'writing'>,
  document: vscode.TextDocument,
  { left, right }: Pick<CompletionRequest, 'left' | 'right'>,
  isAsked: boolean,
): CompletionRequest {
  return {
    model: models.writing(document).id,
    left,
    right,
    length: setting('completion.length', document),
    level: isAsked ? undefined : setting('completion.level', document),
    confidence: CONFIDENCE,
    sampling: {
      temperature: setting('completion.temperature', document),
      topK: setting('completion.topK', document),
      topP: setting('completion.topP', document),
    },
    alternatives: isAsked ? ALTERNATIVES : 1,
  };
}
