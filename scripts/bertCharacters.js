'use strict';
// Writes src/inference/tokens/bertCharacters.ts: how Hugging Face's tokenizers treat each character in a BERT model.
// They use the categories of an older Unicode than JavaScript, so each character is encoded by the reference itself.
const fs = require('node:fs');
const path = require('node:path');
const { Tokenizer } = require('tokenizers');

const root = path.join(__dirname, '..');
const definition = JSON.parse(fs.readFileSync(path.join(root, 'models/prompt-bert/tokenizer.json'), 'utf8'));
const LAST = 0x10ffff;
const BATCH = 20_000;

function reference(normalizer) {
  const changed = { ...definition, normalizer: { ...definition.normalizer, ...normalizer } };
  return Tokenizer.fromString(JSON.stringify(changed));
}

/** Kinds of all characters. Each is encoded between a and b: a space separates them, a removed character joins them. */
async function characterKinds(tokenizer) {
  const joined = (await tokenizer.encode('ab', null, { addSpecialTokens: false })).getIds().join();
  const kinds = [];
  for (let first = 0; first <= LAST; first += BATCH) {
    const codes = Array.from({ length: Math.min(BATCH, LAST + 1 - first) }, (_, index) => first + index);
    const texts = codes.map((code) => `a${isSurrogate(code) ? '\ufffd' : String.fromCodePoint(code)}b`);
    const encodings = await tokenizer.encodeBatch(texts, { addSpecialTokens: false });
    for (const encoding of encodings) kinds.push(kindOf(encoding, joined));
  }
  return kinds;
}

function kindOf(encoding, joined) {
  const spans = encoding.getOffsets().map((span) => span.join('-'));
  if (encoding.getIds().join() === joined) return 'removed';
  if (isWordPart(encoding) || spans.at(-1) !== '2-3' || spans[0] !== '0-1') return 'letter';
  return spans.length === 2 ? 'space' : 'lone';
}

function isSurrogate(code) {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Whether the last token continues the word of the token before it. */
function isWordPart(encoding) {
  return encoding.getTokens().at(-1).startsWith('##');
}

/** Ranges of the code points of one kind, as in the comment at the head of the written file. */
function rangesOf(kinds, kind) {
  const numbers = [];
  let end = 0;
  for (let code = 0; code <= LAST; code++) {
    if (kinds[code] !== kind || isSurrogate(code)) continue;
    const start = code;
    while (kinds[code + 1] === kind && !isSurrogate(code + 1)) code++;
    numbers.push(start - end, code + 1 - start);
    end = code + 1;
  }
  return numbers.map((number) => number.toString(36)).join(' ');
}

/** A declaration of a string constant, wrapped. */
function declaration(name, comment, text) {
  const wrapped = text.match(/.{1,108}(?: |$)/g).map((line) => `  '${line}'`);
  return `/** ${comment} */\nexport const ${name} =\n${wrapped.join(' +\n')};\n`;
}

async function main() {
  const cased = await characterKinds(reference({ lowercase: false, strip_accents: false }));
  const uncased = await characterKinds(reference({ lowercase: true, strip_accents: true }));
  const marks = uncased.map((kind, code) => (kind === 'removed' && cased[code] !== 'removed' ? 'mark' : kind));
  const parts = [
    '// Written by scripts/bertCharacters.js, which asks Hugging Face’s tokenizers. Ranges of code points in base 36:\n' +
      '// distance from the end of the previous range, length, distance, length, …\n',
    declaration('SPACES', 'Separate words.', rangesOf(cased, 'space')),
    declaration('REMOVED', 'Are removed.', rangesOf(cased, 'removed')),
    declaration('MARKS', 'Are removed by models that strip accents.', rangesOf(marks, 'mark')),
    declaration('LONE', 'Each is a word of its own: punctuation and Chinese characters.', rangesOf(cased, 'lone')),
    declaration('LONE_UNCASED', 'Each is a word of its own in models that strip accents.', rangesOf(uncased, 'lone')),
  ];
  fs.writeFileSync(path.join(root, 'src/inference/tokens/bertCharacters.ts'), parts.join('\n'));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
