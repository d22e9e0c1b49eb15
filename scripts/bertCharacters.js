'use strict';
// Writes src/inference/tokens/bertCharacters.ts: how Hugging Face's tokenizers treat each character in a BERT model. They go
// by the categories of an old Unicode, JavaScript by those of the editor's own, so the reference itself is asked.
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

/** What becomes of each character between an a and a b: spaces part them, removed ones join them, lone ones stand apart. */
async function kinds(tokenizer) {
  const joined = (await tokenizer.encode('ab', null, { addSpecialTokens: false })).getIds().join();
  const found = [];
  for (let first = 0; first <= LAST; first += BATCH) {
    const codes = Array.from({ length: Math.min(BATCH, LAST + 1 - first) }, (_, index) => first + index);
    const texts = codes.map((code) => `a${isSurrogate(code) ? '\ufffd' : String.fromCodePoint(code)}b`);
    const encodings = await tokenizer.encodeBatch(texts, { addSpecialTokens: false });
    for (const encoding of encodings) found.push(kindOf(encoding, joined));
  }
  return found;
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

/** Whether the last token goes on with the word of the one before. */
function isWordPart(encoding) {
  return encoding.getTokens().at(-1).startsWith('##');
}

/** [first, length, gap to the next range, length, …] in base 36. */
function rangesOf(found, kind) {
  const numbers = [];
  let end = 0;
  for (let code = 0; code <= LAST; code++) {
    if (found[code] !== kind || isSurrogate(code)) continue;
    const start = code;
    while (found[code + 1] === kind && !isSurrogate(code + 1)) code++;
    numbers.push(start - end, code + 1 - start);
    end = code + 1;
  }
  return numbers.map((number) => number.toString(36)).join(' ');
}

function lines(name, comment, text) {
  const wrapped = text.match(/.{1,108}(?: |$)/g).map((line) => `  '${line}'`);
  return `/** ${comment} */\nexport const ${name} =\n${wrapped.join(' +\n')};\n`;
}

async function main() {
  const cased = await kinds(reference({ lowercase: false, strip_accents: false }));
  const uncased = await kinds(reference({ lowercase: true, strip_accents: true }));
  const marks = uncased.map((kind, code) => (kind === 'removed' && cased[code] !== 'removed' ? 'mark' : kind));
  const parts = [
    '// Made by scripts/bertCharacters.js from what Hugging Face’s tokenizers do. Ranges of code points in base 36: how far the\n' +
      '// first is from the end of the range before, how long it is, and so on.\n',
    lines('SPACES', 'Part words.', rangesOf(cased, 'space')),
    lines('REMOVED', 'Are not read at all.', rangesOf(cased, 'removed')),
    lines('MARKS', 'Are not read by models without accents.', rangesOf(marks, 'mark')),
    lines('LONE', 'Are words of their own: punctuation and Chinese characters.', rangesOf(cased, 'lone')),
    lines('LONE_UNCASED', 'The same without accents.', rangesOf(uncased, 'lone')),
  ];
  fs.writeFileSync(path.join(root, 'src/inference/tokens/bertCharacters.ts'), parts.join('\n'));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
