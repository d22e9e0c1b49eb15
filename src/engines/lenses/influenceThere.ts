import type { Influence, InfluenceRequest } from '../../contracts/expectationRequests';
import { refusePassageBeforeContextWindow } from '../../core/expectation/refusePassageBeforeContextWindow';
import { applyChange, INFLUENCE_CHANGES } from '../../core/expectation/removeOrMovePassage';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import type { Engine } from '../engine';
import { contextLengthOf } from './contextLengthOf';
import { divergenceOfTops } from './divergenceOfTops';
import { continuationOf, framingThere } from './framingThere';
import { readThere, type ReadingThere } from './readThere';
import { refuseUntestedScores } from './refuseUntestedScores';
import { refuseWithoutTop } from './refuseWithoutTop';
import { listed } from './topAtPlace';

/** How many tokens more a text may have after a part of it was moved. */
const SPARE_TOKENS = 16;

/**
 * Measures how each change of a span changes what is expected behind the text. The bits of an answer are exact; divergences are lower
 * bounds.
 */
export async function influenceThere(
  engine: Engine,
  request: InfluenceRequest,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => undefined,
): Promise<Influence> {
  refuseWithoutTop(engine.info);
  if (request.answer !== '') refuseUntestedScores(engine.info);
  const framing = await framingThere(engine, request.text, 'plain text', signal);
  const whole = trimTrailingBlanks(request.text);
  // A trailing blank belongs to the first token of the answer.
  const blank = request.text.slice(whole.length);
  const answers = request.answer === '' ? [] : [await continuationOf(engine, blank + request.answer, signal)];
  const { tokens, starts } = await framing.promptOf(whole);
  const room = Math.max(1, contextLengthOf(engine.info) - 1 - (answers[0]?.length ?? 0) - SPARE_TOKENS);
  const first = Math.max(0, (tokens ?? 0) - room);
  const from = first === 0 ? 0 : starts![first]!;
  refusePassageBeforeContextWindow(request.start, from, tokens ?? 0, room);
  const text = whole.slice(from);
  const span = { start: request.start - from, end: request.end - from };

  const read = async (changed: string) => readThere(engine, (await framing.promptOf(changed)).prompt, answers, signal);
  const original = await read(text);
  const changes: Influence['changes'][number][] = [];
  const report = () => onProgress((changes.length + 1) / (INFLUENCE_CHANGES.length + 1));
  report();
  for (const change of INFLUENCE_CHANGES) {
    const changed = await read(applyChange(text, span, change));
    const divergence = meanDivergence(original, changed);
    const answerBits = bitsOf(changed) - bitsOf(original);
    changes.push({ change, divergence, answerBits, ...listed(changed.tops[0]!) });
    report();
  }
  return {
    ...listed(original.tops[0]!),
    answerBits: bitsOf(original),
    answerTokens: original.bits[0]?.length ?? 0,
    changes,
    isLowerBound: true,
  };
}

function bitsOf({ bits }: ReadingThere): number {
  return bits[0]?.reduce((total, each) => total + each, 0) ?? 0;
}

/** Mean over the places, in bits. */
function meanDivergence(a: ReadingThere, b: ReadingThere): number {
  const bits = a.tops.map((top, place) => divergenceOfTops(top, b.tops[place]!));
  return bits.reduce((total, each) => total + each, 0) / bits.length;
}
