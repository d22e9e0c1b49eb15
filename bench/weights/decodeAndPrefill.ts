import { concatenate } from '../../src/core/concatenate';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { lowerIsBetter, type Row } from '../row';
import { startChild } from './childProcess';
import { mediansInTurns } from './inTurns';
import type { LlamaCpp } from './llamaCpp';
import { singlePasses, wholePass, type Pass } from './pass';

/** Tokens of context, and of the text that is then decoded. */
export const CONTEXT = 480;
const DECODED = 16;

/** Time to read a context, and to decode a token after it, as ghost text does; against llama.cpp, on one thread each. */
export async function decodeAndPrefill(
  tokenizer: Tokenizer,
  folder: string,
  llama: LlamaCpp,
  text: string,
  quick: boolean,
): Promise<Row[]> {
  const context = tokenizer.encode(text).ids.slice(0, CONTEXT);
  const reader = await startChild<readonly Pass[]>('readerProcess.ts', folder);
  /** Medians of the time for the passes of each round. The reader remembers what it has read, so they must differ. */
  const compare = (passesOf: readonly (readonly Pass[])[]) => {
    const round = { ours: 0, theirs: 0 };
    return mediansInTurns(passesOf.length - 1, {
      ours: () => reader.ask(passesOf[round.ours++]!),
      theirs: () => llama.time(passesOf[round.theirs++]!),
    });
  };
  try {
    const contexts = Array.from({ length: quick ? 3 : 9 }, (_, round) =>
      Int32Array.of(context[0]! + round + 1, ...context.subarray(1)),
    );
    const prefill = await compare(contexts.map((ids) => [wholePass(ids)]));
    const last = contexts.at(-1)!;
    const continued = Array.from({ length: quick ? 6 : 31 }, (_, round) =>
      concatenate([last, last.subarray(1 + round, 1 + round + DECODED)]),
    );
    const decode = await compare(continued.map((ids) => singlePasses(ids, DECODED)));
    return [
      lowerIsBetter(
        `ms a token while decoding ${DECODED} after ${CONTEXT}; against llama.cpp`,
        decode.ours / DECODED,
        decode.theirs / DECODED,
        1 / 1.15,
      ),
      lowerIsBetter(`ms to read ${CONTEXT} tokens; against llama.cpp`, prefill.ours, prefill.theirs, 1 / 0.6),
    ];
  } finally {
    reader.stop();
  }
}
