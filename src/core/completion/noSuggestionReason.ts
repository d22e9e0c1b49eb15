/** What became of the last request for ghost text. */
export type SuggestionOutcome =
  | { readonly kind: 'shown' }
  | { readonly kind: 'asking'; readonly isFirst: boolean }
  | { readonly kind: 'off'; readonly setting: string }
  | { readonly kind: 'on demand' }
  | { readonly kind: 'paused'; readonly onBattery: boolean }
  | { readonly kind: 'suggest widget' }
  | { readonly kind: 'mid line' }
  | { readonly kind: 'nothing to read' }
  | { readonly kind: 'unsure'; readonly firstTokenProbability: number; readonly confidence: number }
  | { readonly kind: 'nothing new' }
  | { readonly kind: 'typed on' }
  | { readonly kind: 'error'; readonly message: string };

/** All that explains why there is no ghost text at the caret just now. */
export interface Situation {
  readonly isPrompt: boolean;
  /** Whether VS Code shows inline suggestions at all. */
  readonly isInlineSuggestOn: boolean;
  /** The last request in this document; undefined when VS Code has not asked since its last edit, if any. */
  readonly last: SuggestionOutcome | undefined;
}

/** What the user can do about it. */
export type Remedy =
  'wake' | 'settings' | 'include' | 'editor settings' | 'trigger' | 'unsnooze' | 'log' | 'choose model';

export interface Explanation {
  readonly text: string;
  /** The setting to open, for the remedy `settings`. */
  readonly setting?: string;
  readonly remedies: readonly Remedy[];
}

/** Why there is no suggestion, in a sentence or two that say what to do next. */
export function explainNoSuggestion({ isPrompt, isInlineSuggestOn, last }: Situation): Explanation {
  if (!isPrompt) {
    return {
      text: 'This file is not among your prompts, so Left Context leaves it alone. leftContext.include says which files are.',
      remedies: ['include'],
    };
  }
  if (!isInlineSuggestOn) {
    return { text: 'VS Code’s own setting editor.inlineSuggest.enabled is off.', remedies: ['editor settings'] };
  }
  if (!last) {
    return {
      text:
        'VS Code has not asked for a suggestion here: it asks when you type. If you just did, another extension answered ' +
        'first, or suggestions are snoozed.',
      remedies: ['trigger', 'unsnooze'],
    };
  }
  return explainOutcome(last);
}

function explainOutcome(last: SuggestionOutcome): Explanation {
  switch (last.kind) {
    case 'shown':
      return {
        text: 'The model did answer. If you see nothing, another extension’s suggestion is shown instead, or yours was dismissed.',
        remedies: ['trigger'],
      };
    case 'asking':
      return last.isFirst
        ? { text: 'The model is still loading. A suggestion can follow in a moment.', remedies: ['log'] }
        : { text: 'The model is writing just now.', remedies: [] };
    case 'off':
      return {
        text: `Ghost text is switched off here by ${last.setting}.`,
        setting: last.setting,
        remedies: ['settings', 'trigger'],
      };
    case 'on demand':
      return {
        text: 'Ghost text comes on demand only: leftContext.completion.trigger says so.',
        setting: 'leftContext.completion.trigger',
        remedies: ['trigger', 'settings'],
      };
    case 'paused':
      return {
        text: `The models rest${last.onBattery ? ' while this machine runs on its battery' : ', as you told them to'}.`,
        remedies: ['wake', 'trigger'],
      };
    case 'suggest widget':
      return { text: 'The list of suggestions is open. Close it with Escape to see ghost text.', remedies: [] };
    case 'mid line':
      return {
        text: 'The line goes on right of the caret. The model sees the left context only, so it writes at the end of lines.',
        remedies: [],
      };
    case 'nothing to read':
      return {
        text: 'There is nothing left of the caret that the model could go on from. Write a few words first.',
        remedies: [],
      };
    case 'unsure':
      return {
        text:
          `The model is not sure enough: its best guess has a probability of ${percent(last.firstTokenProbability)}, and ` +
          `leftContext.completion.confidence asks for ${percent(last.confidence)}. Ask by hand to see its guesses all the same.`,
        setting: 'leftContext.completion.confidence',
        remedies: ['trigger', 'settings'],
      };
    case 'nothing new':
      return {
        text: 'The model would only say again what stands here already, or half a word.',
        remedies: ['trigger'],
      };
    case 'typed on':
      return { text: 'You were faster than the model; it answers at the next pause.', remedies: ['trigger'] };
    case 'error':
      return { text: last.message, remedies: ['choose model', 'log'] };
  }
}

function percent(share: number): string {
  return share < 0.01 ? 'less than 1%' : `${Math.round(share * 100)}%`;
}
