import type { QuietPlace } from './quietPlaces';
import { SUGGESTION_LEVELS, type SuggestionLevel } from './suggestionLevels';

/** How the last request for ghost text ended. */
export type SuggestionOutcome =
  | { readonly kind: 'shown'; readonly from?: LearntFrom | undefined }
  | { readonly kind: 'asking'; readonly isFirst: boolean }
  | { readonly kind: 'off'; readonly setting: string }
  | { readonly kind: 'on demand' }
  | { readonly kind: 'paused'; readonly onBattery: boolean }
  | { readonly kind: 'suggest widget' }
  | { readonly kind: 'mid line' }
  | { readonly kind: 'quiet place'; readonly place: QuietPlace }
  | { readonly kind: 'after deletion' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'nothing to read' }
  | UnsureOutcome
  | { readonly kind: 'unknown language' }
  | { readonly kind: 'nothing new' }
  | { readonly kind: 'typed on' }
  | { readonly kind: 'error'; readonly message: string; readonly isOfEngine?: boolean };

/** The first word, or already its first letter, was too unlikely for the level. */
interface UnsureOutcome {
  readonly kind: 'unsure';
  readonly of: 'word' | 'letter';
  /** Chance that it is right, 0 to 1. */
  readonly chance: number;
  readonly level: SuggestionLevel;
}

/** Where the words of a suggestion stand in the workspace. */
export interface LearntFrom {
  /** Path in the workspace. */
  readonly file: string;
  /** URI of the file. */
  readonly uri: string;
  /** From 0 on. */
  readonly line: number;
}

/** What decides whether there is ghost text at the caret. */
interface SuggestionState {
  readonly role: 'prompt' | 'text' | 'other';
  /** Whether VS Code shows inline suggestions. */
  readonly isInlineSuggestOn: boolean;
  /** The last request in this document; undefined when VS Code has not requested a suggestion since its last edit. */
  readonly last: SuggestionOutcome | undefined;
}

/** What the user can do to get a suggestion. */
export type Remedy =
  | 'wake'
  | 'settings'
  | 'include'
  | 'treat as prompt'
  | 'editor settings'
  | 'trigger'
  | 'unsnooze'
  | 'log'
  | 'source'
  | 'choose model'
  | 'engines';

/** Why there is no suggestion: a sentence or two for the user, and buttons. */
export interface Explanation {
  readonly text: string;
  /** The setting that the remedy `settings` opens. */
  readonly setting?: string;
  readonly remedies: readonly Remedy[];
  /** The place that the remedy `source` opens. */
  readonly from?: LearntFrom;
}

/** Explains why there is no suggestion, and says what to do next. */
export function explainNoSuggestion({ role, isInlineSuggestOn, last }: SuggestionState): Explanation {
  if (role === 'other') {
    return {
      text: 'This file is neither a prompt nor text, so Left Context leaves it alone. Treat it as a prompt to get suggestions.',
      remedies: ['treat as prompt', 'include'],
    };
  }
  if (role === 'text' && (!last || last.kind === 'off')) {
    return {
      text:
        'This file is text, not a prompt, and ghost text appears by itself in prompts only. Treat the file as a prompt, or ' +
        'set leftContext.completion.files to “prompts and text”.',
      setting: 'leftContext.completion.files',
      remedies: ['treat as prompt', 'settings', 'trigger'],
    };
  }
  if (!isInlineSuggestOn) {
    return {
      text: 'VS Code’s own setting editor.inlineSuggest.enabled is off. Turn it on to see ghost text.',
      remedies: ['editor settings'],
    };
  }
  return last ? explainOutcome(last) : NOT_REQUESTED;
}

const NOT_REQUESTED: Explanation = {
  text:
    'VS Code has not requested a suggestion here; it does so when you type. If you have just typed, another extension ' +
    'answered first, or suggestions are snoozed.',
  remedies: ['trigger', 'unsnooze'],
};

function explainOutcome(outcome: SuggestionOutcome): Explanation {
  switch (outcome.kind) {
    case 'asking':
      return outcome.isFirst ? MODEL_LOADING : MODEL_WRITING;
    case 'off':
      return switchedOff(outcome.setting);
    case 'paused':
      return outcome.onBattery ? PAUSED_ON_BATTERY : PAUSED_BY_USER;
    case 'unsure':
      return unsure(outcome);
    case 'quiet place':
      return quietPlace(outcome.place);
    case 'shown':
      return outcome.from ? learnt(outcome.from) : SHOWN;
    case 'error':
      return { text: outcome.message, remedies: [outcome.isOfEngine ? 'engines' : 'choose model', 'log'] };
    default:
      return PLAIN_EXPLANATIONS[outcome.kind];
  }
}

const MODEL_LOADING: Explanation = {
  text: 'The model is still loading. A suggestion can follow in a moment.',
  remedies: ['log'],
};

const MODEL_WRITING: Explanation = { text: 'The model is writing just now. Wait a moment.', remedies: [] };

const PAUSED_ON_BATTERY: Explanation = {
  text: 'The models are paused while this machine runs on its battery. Resume them, or ask for one suggestion.',
  remedies: ['wake', 'trigger'],
};

const PAUSED_BY_USER: Explanation = {
  text: 'The models are paused, as you told them to be. Resume them, or ask for one suggestion.',
  remedies: ['wake', 'trigger'],
};

function switchedOff(setting: string): Explanation {
  return {
    text: `${setting} switches ghost text off here. Change the setting, or ask for one suggestion.`,
    setting,
    remedies: ['settings', 'trigger'],
  };
}

function unsure({ of, chance, level }: UnsureOutcome): Explanation {
  return {
    text:
      `The model is not sure enough: the first ${of} of its best guess is right with a chance of ${percent(chance)}, ` +
      `and the level “${level}” requires ${percent(SUGGESTION_LEVELS[level][of])}. Ask by hand to see its guesses anyway.`,
    setting: 'leftContext.completion.level',
    remedies: ['trigger', 'settings'],
  };
}

function quietPlace(place: QuietPlace): Explanation {
  return {
    text: `Ghost text stays away from ${PLACES[place]}, where it would only disturb. Ask by hand to get a suggestion.`,
    remedies: ['trigger'],
  };
}

const PLACES: Record<QuietPlace, string> = {
  code: 'code blocks',
  'front matter': 'front matter',
  rule: 'rules and the lines below the headers of tables',
  link: 'links',
};

function learnt(from: LearntFrom): Explanation {
  return {
    text: `The suggestion here is from ${from.file}, line ${from.line + 1}: what stands left of the caret stands there, too.`,
    remedies: ['source', 'trigger'],
    from,
  };
}

const SHOWN: Explanation = {
  text: 'The model did answer. If you see nothing, you dismissed the suggestion, or another extension’s is shown instead.',
  remedies: ['trigger'],
};

/** Explanations of the outcomes that have no details. */
const PLAIN_EXPLANATIONS = {
  'on demand': {
    text:
      'The setting leftContext.completion.trigger allows ghost text on demand only. Ask for a suggestion, or change ' +
      'the setting.',
    setting: 'leftContext.completion.trigger',
    remedies: ['trigger', 'settings'],
  },
  'suggest widget': {
    text: 'The list of suggestions is open. Close it with Escape to see ghost text.',
    remedies: [],
  },
  'mid line': {
    text:
      'There is text right of the caret on this line, and the model sees the left context only. Move the caret to ' +
      'the end of a line.',
    remedies: [],
  },
  'nothing to read': {
    text: 'There is no text left of the caret that the model could continue. Write a few words first.',
    remedies: [],
  },
  'nothing new': {
    text: 'The model would only repeat text that stands here already, or is sure of fewer than four letters. Type on, or ask by hand.',
    remedies: ['trigger'],
  },
  'unknown language': {
    text:
      'The model reads these lines like a language that it hardly knows, and other prompts of the workspace do not say how they ' +
      'go on. Choose a model that knows the language, or ask by hand.',
    remedies: ['choose model', 'trigger'],
  },
  'after deletion': {
    text: 'You have just deleted or undone something, so ghost text waits until you type again.',
    remedies: ['trigger'],
  },
  refused: {
    text: 'You have typed past this suggestion three times here, so it is not shown again. Ask by hand to see it.',
    remedies: ['trigger'],
  },
  'typed on': {
    text: 'You typed faster than the model writes. It answers at the next pause.',
    remedies: ['trigger'],
  },
} satisfies Partial<Record<SuggestionOutcome['kind'], Explanation>>;

function percent(probability: number): string {
  return probability < 0.01 ? 'less than 1%' : `${Math.round(probability * 100)}%`;
}
