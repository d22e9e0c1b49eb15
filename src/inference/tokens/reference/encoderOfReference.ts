import type { CutRule } from '../../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../../core/tokens/tokenSpans';
import { encodeInParts, firstTextWithOtherTokens, type EncodePart } from '../compareEncoders';
import { encoderOfParts } from '../encoderOfParts';
import { cutsOf } from '../cutsOfTokenizer';
import type { TokenizerDefinition } from '../files/tokenizerDefinition';
import { hardTexts } from '../hardTexts';
import type { TextEncoder } from '../tokenizerOfEncoder';
import type { ReferenceTokenizer } from './referenceThread.node';

/** An encoder by Hugging Face's tokenizers. */
export function encoderOfReference(reference: ReferenceTokenizer, definition: TokenizerDefinition): TextEncoder {
  const { before, after } = reference;
  const encodePart = encoderOfParts((text) => reference.encode(text));
  const specialTokens = before.length + after.length;
  return {
    cuts: checkedCuts(definition, encodePart),
    around: [before, after],
    encode: (text, continues = false): Tokens => ({ ...encodePart(text, continues), specialTokens }),
    decode: (ids) => reference.decode(ids),
  };
}

/** The rule of cuts that the file allows, unless a text has other tokens in parts than as a whole. */
function checkedCuts(definition: TokenizerDefinition, encode: EncodePart): CutRule | undefined {
  const cuts = cutsOf(definition);
  if (!cuts) return undefined;
  const whole = (text: string) => encode(text, false);
  const inParts = (text: string) => encodeInParts(text, cuts, encode);
  return firstTextWithOtherTokens(hardTexts(definition), whole, inParts) === undefined ? cuts : undefined;
}
