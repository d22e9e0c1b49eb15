import type { NextToken, NextTokenRequest } from '../../contracts/insideRequests';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import type { Engine } from '../engine';
import type { LeftMemory } from './leftThatFits';
import { refuseWithoutTop } from './refuseWithoutTop';
import { topBehind } from './topMemory';
import { unseenProbability } from './topAtPlace';

/** The likeliest next tokens, and the probability of all others together. */
export async function nextTokenThere(
  engine: Engine,
  { left: whole }: NextTokenRequest,
  lefts: LeftMemory,
  signal: AbortSignal,
): Promise<NextToken> {
  refuseWithoutTop(engine.info);
  // Tokens begin with the blank before a word.
  const left = trimTrailingBlanks(whole);
  const { from } = await lefts.find(engine, { left, length: 'word' }, signal);
  const top = await topBehind(engine, left.slice(from), signal);
  return {
    texts: top.map(({ text }) => text),
    logProbabilities: Float32Array.from(top, ({ logProbability }) => logProbability),
    unseen: unseenProbability(top),
  };
}
