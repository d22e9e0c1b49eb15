import { isCut, type CutRule } from '../../core/text/independentTokenizationPoints';
import {
  stepsOf,
  type AddedToken,
  type ModelDefinition,
  type TokenizerDefinition,
  type TokenizerStep,
} from './files/tokenizerDefinition';
import { digitPatterns, wordPatterns } from './knownWordPatterns';

/**
 * Where a text may be cut so that its parts have the same tokens as the whole; undefined where no rule can be proved from the
 * file, so that a text is always encoded as a whole. The steps are looked at one by one: none may look across a cut.
 */
export function cutsOf(definition: TokenizerDefinition): CutRule | undefined {
  const rules: (CutRule | undefined)[] = [
    ...stepsOf(definition.normalizer).map(cutsOfNormalizer),
    cutsOfSplitters(definition),
    ...definition.added_tokens.map(cutsOfAddedToken),
  ];
  if (rules.includes(undefined)) return undefined;
  return rules.includes('space') ? 'space' : 'white space';
}

/** Whether a cut of any rule can be inside a text that stands behind a letter. */
function hasCut(text: string): boolean {
  const behind = `a${text}`;
  return Array.from(text, (_, at) => at + 1).some((at) => at > 1 && isCut(behind, at, 'white space'));
}

function cutsOfAddedToken({ content, lstrip, rstrip, normalized }: AddedToken): CutRule | undefined {
  const takesAcross = (rstrip && /[\p{L}\p{N}]$/u.test(content)) || (lstrip && /^[\p{L}\p{N}]/u.test(content));
  // Normalized text may spell a space as ▁.
  const spelled = normalized ? content.replaceAll('▁', ' ') : content;
  return takesAcross || hasCut(spelled) ? undefined : 'white space';
}

/** Normalizers that change each character by itself, or with marks that follow it: a space begins anew. */
const LOCAL = [
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
  'Lowercase',
  'StripAccents',
  'BertNormalizer',
  'Nmt',
  'Precompiled',
  'ByteLevel',
];
/** Patterns of normalizers that match white space only. */
const RUNS_OF_SPACES = [' {2,}', '\\s+', ' +'];

function cutsOfNormalizer({ type, pattern, content, strip_right }: TokenizerStep): CutRule | undefined {
  if (LOCAL.includes(type)) return 'white space';
  // The beginning of a part is never that of a text: see `encode` of a part.
  if (type === 'Prepend') return 'white space';
  // Nothing is stripped behind a letter, where the rule “space” cuts.
  if (type === 'Strip') return strip_right === false ? 'white space' : 'space';
  if (type !== 'Replace') return undefined;
  const { String: literal, Regex: regex } = pattern as { readonly String?: string; readonly Regex?: string };
  const replacesSpaces = regex !== undefined || /\s/.test(literal!);
  if (replacesSpaces && content !== ' ' && content !== '▁') return undefined;
  if (literal !== undefined) return hasCut(literal) ? undefined : 'white space';
  return RUNS_OF_SPACES.includes(regex!) ? 'white space' : undefined;
}

function cutsOfSplitters({ pre_tokenizer, model }: TokenizerDefinition): CutRule | undefined {
  const splitters = stepsOf(pre_tokenizer);
  const rules = splitters.map(cutsOfSplitter);
  if (rules.includes(undefined)) return undefined;
  if (splitters.some(splitsAtCuts)) return rules.includes('space') ? 'space' : 'white space';
  // Pieces of bytes spell spaces and letters otherwise than texts.
  return splitters.some(({ type }) => type === 'ByteLevel') ? undefined : cutsOfMerges(model, rules);
}

/** Splitters that look at each character, or at white space, and no further. */
const LOCAL_SPLITTERS = ['ByteLevel', 'BertPreTokenizer', 'Digits', 'Punctuation', 'Whitespace', 'WhitespaceSplit'];

function cutsOfSplitter({ type, pattern, behavior, invert }: TokenizerStep): CutRule | undefined {
  if (LOCAL_SPLITTERS.includes(type)) return 'white space';
  if (type === 'Metaspace') return 'space';
  if (type !== 'Split') return undefined;
  const { String: literal, Regex: regex } = pattern as { readonly String?: string; readonly Regex?: string };
  if (literal !== undefined) return hasCut(literal) ? undefined : 'white space';
  const isApart = behavior === 'Isolated' || (behavior === 'Removed' && invert === true);
  return isApart && (wordPatterns.has(regex!) || digitPatterns.has(regex!)) ? 'white space' : undefined;
}

/** Whether a splitter leaves no word that crosses a cut. */
function splitsAtCuts({ type, pattern, split, use_regex }: TokenizerStep): boolean {
  if (type === 'ByteLevel') return use_regex !== false;
  if (type === 'Metaspace') return split !== false;
  if (type === 'Split') return wordPatterns.has((pattern as { readonly Regex?: string }).Regex!);
  return ['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit'].includes(type);
}

/**
 * Without words, as in Llama 2 and Gemma, byte-pair encoding merges neighbours: never across a place that no piece of the
 * vocabulary crosses.
 */
function cutsOfMerges(model: ModelDefinition, rules: readonly (CutRule | undefined)[]): CutRule | undefined {
  const { type, vocab, ignore_merges, fuse_unk, byte_fallback, end_of_word_suffix, continuing_subword_prefix } = model;
  if (type !== 'BPE' || ignore_merges || end_of_word_suffix || continuing_subword_prefix) return undefined;
  const pieces = Object.keys(vocab);
  // Unknown characters in a row become one token; the rule “space” needs a known space between them.
  const fuses = fuse_unk && !byte_fallback;
  if (fuses && !('▁' in vocab || ' ' in vocab)) return undefined;
  if (pieces.some((piece) => /[\p{L}\p{N}][▁ Ġ]/u.test(piece))) return undefined;
  const crossesLines = pieces.some((piece) => /[\p{L}\p{N}][\t\r\n]|\n[\p{L}\p{N}]/u.test(piece));
  return crossesLines || fuses || rules.includes('space') ? 'space' : 'white space';
}
