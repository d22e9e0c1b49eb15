import { SEPARATOR } from './contextIndex';

/** Tokens before a place that are compared: of the text that is written, and of what was learnt. */
const WRITTEN = 64;
const LEARNT = 96;

/**
 * Tells how alike what stands before the end of `context` and before places in learnt texts is, 0 to 1: the share of the last
 * tokens of `context`, each counted once, that also stand shortly before the place. Prompts of one repository are made alike, so the
 * place with the same words around it goes on in the same way, even where the words right before it say little.
 */
export function likenessOfPlaces(context: Int32Array): (tokens: Int32Array, place: number) => number {
  const recent = [...new Set(context.subarray(-WRITTEN))];
  /** By token: its number among the recent ones, from 1 on. Hundreds of places are compared, so sets would be too slow. */
  const numbers = new Uint8Array(Math.max(0, ...recent) + 1);
  for (const [index, token] of recent.entries()) numbers[token] = index + 1;
  /** By number: the call that found it last. */
  const foundBy = new Int32Array(recent.length + 1);
  let call = 0;
  return (tokens, place) => {
    call++;
    let found = 0;
    for (let at = place - 1; at >= place - LEARNT && tokens[at] !== SEPARATOR; at--) {
      const number = numbers[tokens[at]!];
      if (!number || foundBy[number] === call) continue;
      foundBy[number] = call;
      found++;
    }
    return recent.length === 0 ? 0 : found / recent.length;
  };
}
