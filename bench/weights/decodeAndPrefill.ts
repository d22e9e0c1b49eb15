import { concatenate } from '../../src/core/concatenate';
import { topToken } from '../../src/inference/generation/topTokens';
import { causalModel } from '../../src/inference/generation/causalModel';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { lowerIsBetter, type Row } from '../row';
import { mediansInTurns, timed } from './inTurns';
import type { LlamaCpp } from './llamaCpp';
import { singlePasses, wholePass } from './pass';

/** Tokens of context, and of the text that is then decoded. */
export const CONTEXT = 480;
const DECODED = 16;

/** Time to read a context, and to decode a token after it, as ghost text does; against llama.cpp, on one thread each. */
export async function decodeAndPrefill(
  model: LoadedModel,
  llama: LlamaCpp,
  text: string,
  quick: boolean,
): Promise<Row[]> {
  const context = model.tokenizer.encode(text).ids.slice(0, CONTEXT);
  const { reader } = causalModel(model);
  let reads = 0;
  const prefill = await mediansInTurns(quick ? 2 : 8, {
    // The reader has read nothing that begins with this token.
    ours: () => timed(() => reader.read(Int32Array.of(context[0]! + ++reads, ...context.subarray(1)), 1)),
    theirs: () => llama.time([wholePass(context)]),
  });
  const rounds = quick ? 5 : 30;
  // The reader remembers what came after a text, so each round continues with other tokens.
  const continued = Array.from({ length: rounds + 1 }, (_, round) =>
    concatenate([context, context.subarray(1 + round, 1 + round + DECODED)]),
  );
  const turn = { ours: 0, theirs: 0 };
  const decode = await mediansInTurns(rounds, {
    ours: () =>
      timed(async () => {
        const ids = continued[turn.ours++]!;
        for (let length = CONTEXT + 1; length <= ids.length; length++)
          topToken(await reader.read(ids.subarray(0, length), 1));
      }),
    theirs: () => llama.time(singlePasses(continued[turn.theirs++]!, DECODED)),
  });
  return [
    lowerIsBetter(
      `ms a token while decoding ${DECODED} after ${CONTEXT}; against llama.cpp`,
      decode.ours / DECODED,
      decode.theirs / DECODED,
      1 / 1.15,
    ),
    lowerIsBetter(`ms to read ${CONTEXT} tokens; against llama.cpp`, prefill.ours, prefill.theirs, 1 / 0.6),
  ];
}
