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
  const ids = model.tokenizer.encode(text).ids.slice(0, CONTEXT + DECODED);
  const context = ids.subarray(0, CONTEXT);
  const { reader } = causalModel(model);
  const read = (length: number) => reader.read(ids.subarray(0, length), 1);
  // Nothing is common with the context, so that all of it is read again.
  const forget = () => reader.read(Int32Array.of(ids[0]! + 1), 1);

  const prefill = await mediansInTurns(quick ? 2 : 8, {
    ours: async () => {
      await forget();
      return timed(() => read(CONTEXT));
    },
    theirs: () => llama.time([wholePass(context)]),
  });
  const decode = await mediansInTurns(quick ? 5 : 30, {
    ours: () =>
      timed(async () => {
        for (let length = CONTEXT + 1; length <= ids.length; length++) topToken(await read(length));
      }),
    theirs: () => llama.time(singlePasses(ids, DECODED)),
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
