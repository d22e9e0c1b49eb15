/** How readily ghost text appears by itself. */
export type SuggestionLevel = 'quiet' | 'normal' | 'eager';

/** When ghost text appears by itself, and where it ends. All are chances or probabilities, 0 to 1. */
export interface SuggestionThresholds {
  /** Least chance that the first word is right. */
  readonly word: number;
  /** Least chance that the first letter is right. */
  readonly letter: number;
  /** A suggestion ends where the chance of its first word times the joint probability of its other tokens falls below this. */
  readonly floor: number;
}

export const SUGGESTION_LEVELS: Record<SuggestionLevel, SuggestionThresholds> = {
  quiet: { word: 0.5, letter: 0.85, floor: 0.5 },
  normal: { word: 0.3, letter: 0.75, floor: 0.25 },
  eager: { word: 0.1, letter: 0.5, floor: 0.1 },
};
