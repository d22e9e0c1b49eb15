import type { CutRule } from '../../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../../core/tokens/tokenSpans';
import { encodeInParts, firstTextWithOtherTokens, type EncodePart } from '../compareEncoders';
import { cutsOf } from '../cutsOfTokenizer';
import type { TokenizerDefinition } from '../files/tokenizerDefinition';
import { hardTexts } from '../hardTexts';
import type { TextEncoder } from '../tokenizerOfEncoder';
import type { EncodedText } from './referenceMessages';
import type { ReferenceTokenizer } from './referenceThread.node';

/** An encoder by Hugging Face's tokenizers. */
export function encoderOfReference(reference: ReferenceTokenizer, definition: TokenizerDefinition): TextEncoder {
  const { before, after } = reference;
  const encodePart = encoderOfParts(reference);
  const specialTokens = before.length + after.length;
  return {
    cuts: checkedCuts(definition, encodePart),
    around: [before, after],
    encode: (text, continues = false): Tokens => ({ ...encodePart(text, continues), specialTokens }),
    decode: (ids) => reference.decode(ids),
  };
}

/** Stand before a part that begins with white space, and before one that begins a line: what a cut may stand behind. */
const LEADS = { space: 'a', line: 'a\n' };

/**
 * Encodes parts of texts. A part that is not the first gets a letter before it, whose tokens are dropped: at the beginning of a
 * text, some tokenizers add a space or strip some.
 */
function encoderOfParts(reference: ReferenceTokenizer): (text: string, continues: boolean) => EncodedText {
  const sizes = new Map<string, number>();
  return (text, continues) => {
    if (!continues || text === '') return reference.encode(text);
    const lead = /^[ \t\r\n]/.test(text) ? LEADS.space : LEADS.line;
    const size = sizes.get(lead) ?? reference.encode(lead).ids.length;
    sizes.set(lead, size);
    const { ids, starts, ends } = reference.encode(lead + text);
    const toPart = (offset: number) => offset - lead.length;
    return { ids: ids.slice(size), starts: starts.slice(size).map(toPart), ends: ends.slice(size).map(toPart) };
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
