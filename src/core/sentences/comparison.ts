import type { Tokens } from '../tokens/tokenSpans';
import { changedSentences, withChangeTakenBack, type ChangedSentences, type ChangeKind } from './changedSentences';
import type { PromptVersion } from './promptVersion';
import { reusableStart } from './reusableStart';

/** Most changes that are taken back, one at a time: of more, the longest. */
const MAX_TAKEN_BACK = 40;

/** Most UTF-16 code units of a version. */
const LONGEST = 200_000;

/** Two versions of a prompt, and what a model has to read to compare them. */
export interface PlannedComparison {
  readonly then: PromptVersion;
  readonly now: PromptVersion;
  /** The changes that are taken back, in the order of the text. */
  readonly changes: readonly ChangedSentences[];
  /** How many others there are. */
  readonly moreChanges: number;
  /** The old text, and the new one with each change taken back; each text once. */
  readonly variants: readonly string[];
  /** Index of the variant of each change. */
  readonly variantOfChange: readonly number[];
}

/** What a model makes of the new text and of the variants. */
export interface MeasuredVariants {
  readonly through: 'chat template' | 'plain text';
  /** −log₂ of each answer's probability behind the new text [answers]. */
  readonly answerBits: ArrayLike<number>;
  /** Tokens of each answer [answers]. */
  readonly answerTokens: ArrayLike<number>;
  /** By how many bits each answer is less likely behind a variant; without answers, a divergence [variants][answers or 1]. */
  readonly bits: readonly ArrayLike<number>[];
  /** UTF-16 offsets from which on the new text and each variant were read [1 + variants]. */
  readonly seenFrom: readonly number[];
  /** Whether divergences are lower bounds. */
  readonly isLowerBound?: boolean;
}

/** What one change of a prompt moves. Bits are rounded to thousandths. */
export interface ComparedChange {
  readonly kind: ChangeKind;
  /** Line of the file, from 1: as it is now, or for what was removed, as it was then. */
  readonly line: number;
  /** Empty where something was added. */
  readonly textThen: string;
  /** Empty where something was removed. */
  readonly textNow: string;
  /**
   * By how many bits the change makes each answer less likely, negative where it makes it likelier: the bits now, less those
   * with this change alone taken back [answers].
   */
  readonly movedBits: readonly number[];
  /** Without answers: how far the next token is from that with this change alone taken back, 0 to 1 bit. */
  readonly divergence: number | undefined;
}

/** What differs between two versions of a prompt. Bits are rounded to thousandths. */
export interface Comparison {
  readonly through: MeasuredVariants['through'];
  /** −log₂ of each answer's probability. */
  readonly answers: readonly { readonly name: string; readonly bitsThen: number; readonly bitsNow: number }[];
  /** Without answers: the Jensen–Shannon divergence of the next token between both versions, 0 to 1 bit. */
  readonly divergence: number | undefined;
  /** Whether divergences are lower bounds; left out where they are exact. */
  readonly isLowerBound?: true;
  /** In the order of the text. */
  readonly changes: readonly ComparedChange[];
  /** How many changes were not measured because others are longer. */
  readonly moreChanges: number;
  /** How many changes were not measured because they stand before what the model reads. */
  readonly unreadChanges: number;
  readonly tokensThen: number;
  readonly tokensNow: number;
  /** Tokens of the longest answer; 0 without answers. */
  readonly tokensOfAnswer: number;
  readonly reusable: {
    /** Tokens at the start that are the same in both versions, and the line of the new one where they end. */
    readonly unchangedTokens: number;
    readonly unchangedToLine: number;
    /** Tokens left of the first placeholder of the new version; all without one. */
    readonly fixedTokens: number;
    readonly placeholder: { readonly text: string; readonly line: number } | undefined;
  };
  /** The line from which on each version was read; undefined where that is its start. */
  readonly readFromLine: { readonly then: number | undefined; readonly now: number | undefined };
}

/** Finds what has changed, and what to measure. Throws when a version is too long. */
export function planComparison(then: PromptVersion, now: PromptVersion): PlannedComparison {
  if (Math.max(then.text.length, now.text.length) > LONGEST)
    throw new Error(
      'A prompt of more than 200,000 characters is too long to compare its sentences. Split the file first.',
    );
  const all = changedSentences(then.text, now.text);
  const chosen = new Set(all.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_TAKEN_BACK));
  const changes = all.filter((change) => chosen.has(change));
  const takenBack = changes.map((change) => withChangeTakenBack(then.text, now.text, change));
  const variants = [...new Set([then.text, ...takenBack])];
  const variantOfChange = takenBack.map((text) => variants.indexOf(text));
  return { then, now, changes, moreChanges: all.length - changes.length, variants, variantOfChange };
}

/**
 * What a comparison has found.
 *
 * @param answers names of the answers
 * @param tokens of the old and the new text
 */
export function comparisonOf(
  { then, now, changes, moreChanges, variantOfChange }: PlannedComparison,
  answers: readonly string[],
  { through, answerBits, answerTokens, bits, seenFrom, isLowerBound }: MeasuredVariants,
  tokens: { readonly then: Tokens; readonly now: Tokens },
): Comparison {
  const [seenNow, seenThen] = [seenFrom[0]!, seenFrom[1]!];
  const divergenceOf = (variant: number) => (answers.length === 0 ? rounded(bits[variant]![0]!) : undefined);
  const compared = changes.flatMap((change, index) => {
    if (seenNow > 0 && change.room.now.end <= seenNow) return [];
    const variant = variantOfChange[index]!;
    return {
      kind: change.kind,
      line: lineOf(change, then, now),
      textThen: textOf(change.before, then.text),
      textNow: textOf(change.after, now.text),
      movedBits: answers.map((_, answer) => rounded(-bits[variant]![answer]!)),
      divergence: divergenceOf(variant),
    };
  });
  const { unchangedTokens, unchangedTo, fixedTokens, placeholder } = reusableStart(tokens.then, tokens.now, now.text);
  return {
    through,
    answers: answers.map((name, answer) => ({
      name,
      bitsThen: rounded(answerBits[answer]! + bits[0]![answer]!),
      bitsNow: rounded(answerBits[answer]!),
    })),
    divergence: divergenceOf(0),
    ...(isLowerBound ? { isLowerBound } : {}),
    changes: compared,
    moreChanges,
    unreadChanges: changes.length - compared.length,
    tokensThen: tokens.then.ids.length,
    tokensNow: tokens.now.ids.length,
    tokensOfAnswer: Math.max(0, ...Array.from(answerTokens)),
    reusable: {
      unchangedTokens,
      unchangedToLine: now.lineAt(Math.max(0, unchangedTo - 1)),
      fixedTokens,
      placeholder: placeholder && { text: placeholder.text, line: now.lineAt(placeholder.start) },
    },
    readFromLine: {
      then: seenThen > 0 ? then.lineAt(seenThen) : undefined,
      now: seenNow > 0 ? now.lineAt(seenNow) : undefined,
    },
  };
}

/** How many bits more an answer takes now than then; of several answers, the most. −Infinity without answers. */
export function mostBitsMore({ answers }: Comparison): number {
  return Math.max(...answers.map(({ bitsThen, bitsNow }) => bitsNow - bitsThen));
}

function lineOf({ before, after }: ChangedSentences, then: PromptVersion, now: PromptVersion): number {
  return after[0] ? now.lineAt(after[0].start) : then.lineAt(before[0]!.start);
}

function lengthOf({ before, after }: ChangedSentences): number {
  return [...before, ...after].reduce((length, { start, end }) => length + end - start, 0);
}

function textOf(pieces: ChangedSentences['after'], text: string): string {
  return pieces[0] ? text.slice(pieces[0].start, pieces.at(-1)!.end) : '';
}

function rounded(bits: number): number {
  // Adding 0 turns −0 into 0.
  return Math.round(bits * 1000) / 1000 + 0;
}
