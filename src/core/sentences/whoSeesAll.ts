import { MAX_SENTENCE_TOKENS, SPARE_TOKENS } from './maxSentenceTokens';

/** Which models see a prompt whole that is longer than one model reads at once. */
export interface WhoSeesAll {
  /** Whether a model on this machine can. */
  readonly isHere: boolean;
  readonly sentence: string;
}

/** @param tokens of the prompt and its longest answer together, about: other models have other tokens */
export function whoSeesAll(tokens: number): WhoSeesAll {
  const needed = tokens + SPARE_TOKENS;
  const isHere = needed <= MAX_SENTENCE_TOKENS;
  const sentence = isHere
    ? `A model that reads some ${counted(needed)} tokens sees all of it, such as SmolLM2.`
    : `A model on this machine is given ${counted(MAX_SENTENCE_TOKENS)} tokens at most. One behind an engine that reads some ` +
      `${counted(needed)} sees all of it.`;
  return { isHere, sentence };
}

function counted(tokens: number): string {
  return tokens.toLocaleString('en');
}
