import type { ComparedChange, Comparison } from './comparison';
import { modelsForLongPrompt } from './modelsForLongPrompt';

/** UTF-16 code units of a text that are quoted, and of what the old and the new wording begin with in common. */
const MAX_QUOTED = 90;
const MAX_COMMON = 30;

/** Bits with their sign: “−2.3”, “+0.4”, “0.0”. */
export function signedBits(bits: number): string {
  const size = Math.abs(bits).toFixed(1);
  return Number(size) === 0 ? size : `${bits < 0 ? '−' : '+'}${size}`;
}

/** How the model read both versions. */
export function howItWasRead(model: string, comparison: Comparison): string {
  const { through, readFromLine, tokensThen, tokensNow, tokensOfAnswer } = comparison;
  const way = through === 'chat template' ? 'through its chat template' : 'as plain text';
  const { then, now } = readFromLine;
  if (then === undefined && now === undefined) return `The prompt was read by ${model} ${way}.`;
  const from = (line: number | undefined) => (line === undefined ? 'from its start' : `from line ${line} on`);
  return (
    `The prompt was read by ${model} ${way}: this version ${from(now)}, the earlier one ${from(then)}. Together with the answers, ` +
    'that is all it can read, so what stands before that moves nothing here. That the versions begin in different places can ' +
    `move the answers, too. ${modelsForLongPrompt(Math.max(tokensThen, tokensNow) + tokensOfAnswer).sentence}`
  );
}

/** What was added, removed or changed, in quotation marks and on one line. */
export function changeInWords({ kind, textThen, textNow }: ComparedChange): string {
  const [then, now] = [onOneLine(textThen), onOneLine(textNow)];
  if (kind === 'added') return `added “${excerpt(now, 0)}”`;
  if (kind === 'removed') return `removed “${excerpt(then, 0)}”`;
  const start = whereTheyDiffer(then, now);
  return `“${excerpt(then, start)}” became “${excerpt(now, start)}”`;
}

/** What the list of changes does not show: those that were not measured, or that none is a sentence. Undefined otherwise. */
export function whatIsNotListed({ changes, moreChanges, unreadChanges, answers }: Comparison): string | undefined {
  const unread = unreadChanges > 0 ? `${times(unreadChanges)} before what the model reads` : undefined;
  const more = moreChanges > 0 ? `${times(moreChanges)} not measured, because others are longer` : undefined;
  const others = [unread, more].filter((each) => each !== undefined).join(', and ');
  if (others !== '') return `${others.charAt(0).toUpperCase()}${others.slice(1)}.`;
  const what = answers.length > 0 ? 'the answers' : 'the next token';
  return changes.length > 0
    ? undefined
    : `No sentence has changed, so what moved ${what} is white space or numbers of lists.`;
}

/** How much of the prompt's start a provider's cache can reuse. */
export function reuseInWords({ tokensNow, reusable }: Comparison): string {
  const { unchangedTokens, unchangedToLine, fixedTokens, placeholder } = reusable;
  const unchanged =
    unchangedTokens === 0
      ? 'The first token has changed already'
      : `The first ${unchangedTokens} of ${tokensNow} tokens are as they were, up to line ${unchangedToLine}`;
  const place = placeholder && `the first placeholder, ${placeholder.text} in line ${placeholder.line}`;
  if (place && fixedTokens < unchangedTokens)
    return `${unchanged}. But requests differ from ${place} on, so a provider’s cache can reuse at most the ${fixedTokens} tokens left of that.`;
  const reuse = unchangedTokens === 0 ? 'can reuse nothing of the earlier version' : 'can reuse at most these';
  const later = place && `Requests with this version have the ${fixedTokens} tokens left of ${place}, in common.`;
  return `${unchanged}, so a provider’s cache ${reuse}.${later ? ` ${later}` : ''}`;
}

/** The changes that moved most first. */
export function largestMoversFirst(changes: readonly ComparedChange[]): ComparedChange[] {
  const sizeOf = ({ movedBits, divergence }: ComparedChange) => divergence ?? Math.max(...movedBits.map(Math.abs));
  return changes.toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

function times(count: number): string {
  return count === 1 ? '1 change is' : `${count} changes are`;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Where the quotations of both wordings begin: shortly before they differ, if they have much in common before that. */
function whereTheyDiffer(then: string, now: string): number {
  let common = 0;
  while (common < then.length && then[common] === now[common]) common++;
  return common > MAX_COMMON ? now.lastIndexOf(' ', common - MAX_COMMON / 2) + 1 : 0;
}

function excerpt(text: string, start: number): string {
  const end = start + MAX_QUOTED;
  return (start > 0 ? '…' : '') + text.slice(start, end) + (end < text.length ? '…' : '');
}
