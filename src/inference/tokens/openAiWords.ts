/**
 * How OpenAI's encodings split text into words, as tiktoken's patterns say (https://github.com/openai/tiktoken,
 * tiktoken_ext/openai_public.py). There, \s is Unicode's White_Space, which has U+0085 and not U+FEFF, and “s” without regard to
 * case is also ſ.
 */
const CONTRACTIONS = "'(?:[sdmtSDMTſ]|[lL][lL]|[vV][eE]|[rR][eE])";
const SPACE = String.raw`\p{White_Space}`;
const SIGN = String.raw`[^\p{White_Space}\p{L}\p{N}]`;
const UPPER = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const LOWER = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const BEFORE = String.raw`[^\r\n\p{L}\p{N}]?`;

export const r50kWords = new RegExp(
  String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?${SIGN}+|${SPACE}+$|${SPACE}+(?!\P{White_Space})|${SPACE}`,
  'gu',
);

export const cl100kWords = new RegExp(
  String.raw`${CONTRACTIONS}|${BEFORE}\p{L}+|\p{N}{1,3}| ?${SIGN}+[\r\n]*|${SPACE}+$|${SPACE}*[\r\n]|` +
    String.raw`${SPACE}+(?!\P{White_Space})|${SPACE}`,
  'gu',
);

export const o200kWords = new RegExp(
  `${BEFORE}${UPPER}*${LOWER}+(?:${CONTRACTIONS})?|${BEFORE}${UPPER}+${LOWER}*(?:${CONTRACTIONS})?|` +
    String.raw`\p{N}{1,3}| ?${SIGN}+[\r\n/]*|${SPACE}*[\r\n]+|${SPACE}+(?!\P{White_Space})|${SPACE}+`,
  'gu',
);
