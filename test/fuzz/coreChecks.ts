import assert from 'node:assert/strict';
import {
  acceptedBy,
  afterEdit,
  remainingText,
  type AcceptedText,
} from '../../src/core/completion/detectAcceptedSuggestion';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { beginsNewWord, tidySuggestion } from '../../src/core/completion/dropUnfinishedLastWord';
import { hasRoomFor } from '../../src/core/completion/noGhostTextMidLine';
import { unfinishedPiece } from '../../src/core/completion/unfinishedPieceBeforeCaret';
import { slidingWindowStart } from '../../src/core/tokens/dropOldestTokensInSteps';
import { leftContext, textAround } from '../../src/core/tokens/textThatFillsContextWindow';
import { readBudgetDirective } from '../../src/core/text/budgetDirectiveInPrompt';
import { frontMatterLength } from '../../src/core/text/frontMatter';
import { applyChange, INFLUENCE_CHANGES } from '../../src/core/expectation/removeOrMovePassage';
import { sentenceAround } from '../../src/core/expectation/sentenceAtCaret';
import { checkFile } from '../../src/core/findings/checkFile';
import { notIgnored } from '../../src/core/findings/ignoredFindings';
import { ignoringComment } from '../../src/core/findings/ignoringComment';
import { RULES } from '../../src/core/findings/rules';
import { promptFileKind } from '../../src/core/prompts/promptFileKinds';
import { fillIn } from '../../src/core/text/fillPlaceholdersWithSamples';
import { placeholdersIn } from '../../src/core/text/findPlaceholders';
import { PrefixTrie } from '../../src/core/completion/prefixTrieOfSuggestions';
import { sectionAt, sectionsOf } from '../../src/core/text/sectionsByHeadingAndRole';
import { partsBetweenSeparators } from '../../src/core/text/partsBetweenSeparatorLines';
import type { Span } from '../../src/core/text/span';
import { stopAt, type SuggestionLength } from '../../src/core/completion/suggestionStopRules';
import { mergeWords } from '../../src/core/attention/wordAttentionFromTokens';
import { wordsOf } from '../../src/core/text/groupTokensIntoWords';
import type { Dice } from './dice';
import { hostileText } from './hostileText';

export const LENGTHS: readonly SuggestionLength[] = ['word', 'clause', 'sentence', 'paragraph'];

/** Checks that core's pure functions keep their promises for any text. Each throws when one does not. */
export const CORE_CHECKS: Readonly<Record<string, (text: string, dice: Dice) => void>> = {
  directive: checkDirective,
  placeholders: checkPlaceholders,
  sections: checkSections,
  'separated parts': checkSeparated,
  boundaries: checkBoundaries,
  'context windows': checkContext,
  influence: checkInfluence,
  findings: checkFindings,
  'stop rules': checkStops,
  words: checkWords,
  acceptance: checkAcceptance,
  'prefix trie': checkTrie,
};

/** Checks that spans are inside the text, in order, and do not overlap. */
export function checkSpans(spans: readonly Span[], length: number): void {
  let before = 0;
  for (const { start, end } of spans) {
    assert.ok(Number.isInteger(start) && Number.isInteger(end), `${start}-${end}`);
    assert.ok(start >= before && start <= end && end <= length, `${start}-${end} behind ${before}, of ${length}`);
    before = end;
  }
}

function checkDirective(text: string, dice: Dice): void {
  const whole = dice.chance(0.3) ? `<!-- left-context:${text}` : text;
  const { directive, problems } = readBudgetDirective(whole);
  const { limit, warnFrom, model } = directive;
  if (limit !== undefined) assert.ok(Number.isInteger(limit) && limit >= 1 && limit < 1e9);
  if (warnFrom !== undefined) assert.ok(warnFrom >= 0 && warnFrom <= 1);
  if (model !== undefined) assert.match(model, /^[\w.-]+$/);
  checkSpans(
    problems.map(({ span }) => span),
    whole.length,
  );
  for (const { span } of problems) assert.match(whole.slice(span.start, span.end), /^\S+$/);
}

function checkPlaceholders(text: string): void {
  const found = placeholdersIn(text);
  const spans = found.map(({ span }) => span);
  checkSpans(spans, text.length);
  for (const { name, span } of found) assert.ok(text.slice(span.start, span.end).includes(name));
  const sample = '\ud83d{{x}}';
  const samples = Object.fromEntries(found.map(({ name }) => [name, sample]));
  const filled = fillIn(text, found, samples);
  const taken = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  assert.equal(filled.text.length, text.length - taken + found.length * sample.length);
  for (const { start, end } of [...filled.spans.values()].flat()) assert.equal(filled.text.slice(start, end), sample);
  assert.equal(fillIn(text, found, {}).text.length, text.length - taken);
}

function checkSections(text: string, dice: Dice): void {
  const head = frontMatterLength(text);
  assert.ok(head === 0 || (text.startsWith('---') && head <= text.length));
  const sections = sectionsOf(text);
  checkSpans(
    sections.map(({ span }) => span),
    text.length,
  );
  if (sections.length > 0) assert.equal(sections.at(-1)!.span.end, text.length);
  for (const [index, { span }] of sections.slice(1).entries()) assert.equal(span.start, sections[index]!.span.end);
  const offset = dice.below(text.length + 1);
  const here = sectionAt(text, offset);
  if (here) assert.ok(here.span.start <= offset && offset <= here.span.end);
  else assert.ok(offset < (sections[0]?.span.start ?? Infinity));
}

function checkSeparated(text: string, dice: Dice): void {
  const separator = dice.any(['<!-- segment -->', '---', '#', '\ud83d', '```']);
  const parts = partsBetweenSeparators(text, separator);
  checkSpans(parts, text.length);
  if (parts.length === 0) return;
  assert.ok(parts.length > 1 && parts[0]!.start === 0 && parts.at(-1)!.end === text.length);
  for (const [index, { start }] of parts.slice(1).entries()) {
    assert.equal(text.slice(parts[index]!.end, start).trim(), separator);
  }
}

function checkBoundaries(text: string): void {
  for (const boundary of ['word', 'sentence', 'paragraph', 'heading'] as const) {
    let before = 0;
    for (const offset of boundariesOf(text, boundary)) {
      assert.ok(offset > before && offset < text.length, `${boundary} at ${offset} behind ${before}`);
      before = offset;
    }
  }
}

function checkInfluence(text: string, dice: Dice): void {
  const caret = dice.below(text.length + 1);
  const sentence = sentenceAround(text, caret);
  checkSpans([sentence], text.length);
  const letters = (of: string) => of.replace(/\s/g, '').length;
  const own = letters(text.slice(sentence.start, sentence.end));
  for (const change of INFLUENCE_CHANGES) {
    const lost = letters(text) - letters(applyChange(text, sentence, change));
    assert.equal(lost, change === 'left out' ? own : 0, change);
  }
}

function checkFindings(text: string, dice: Dice): void {
  const path = dice.any([
    'AGENTS.md',
    'CLAUDE.md',
    '.claude/agents/a.md',
    'skills/a/SKILL.md',
    'a.yaml',
    'a.prompty',
    'prompts/a.j2',
  ]);
  const file = { text, path, kind: promptFileKind(`/${path}`)?.id };
  const findings = checkFile(file, RULES);
  checkSpans(findings, text.length);
  for (const { rule, message, related, fix } of findings) {
    assert.match(message, /[.!?]\s/u, rule.id);
    if (related) checkSpans([related], text.length);
    const edits = (fix?.edits ?? []).map(({ offset, length }) => ({ start: offset, end: offset + length }));
    checkSpans(
      edits.toSorted((a, b) => a.start - b.start),
      text.length,
    );
  }
  for (const finding of findings) ignoringComment(file, finding);
  notIgnored(file, findings, []);
}

function checkContext(text: string, dice: Dice): void {
  const caret = dice.below(text.length + 1);
  const size = dice.any([1, 2, 8, 64, 512]);
  const left = leftContext(text, caret, size);
  assert.ok(text.slice(0, caret).endsWith(left));
  assert.ok(left.length <= 24 * size + 1 && (caret === 0 || left.length > 0));
  if (caret > left.length) assert.ok(!isPairAt(text, caret - left.length), 'a pair is split');
  const around = textAround(text, caret, size);
  assert.equal(text.slice(around.start, around.start + around.text.length), around.text);
  assert.ok(around.start <= caret && caret <= around.start + around.text.length);
  assert.ok(around.text.length <= 36 * size + 2);
  const first = slidingWindowStart(caret, size);
  assert.ok(first >= 0 && caret - first <= size && (caret === 0 || first < caret || size === 1));
}

function checkStops(text: string, dice: Dice): void {
  const at = dice.below(text.length + 1);
  const [left, generated] = [text.slice(0, at), text.slice(at, at + 400)];
  const right = dice.chance(0.5) ? text.slice(at + dice.below(20), at + 200) : hostileText(dice).slice(0, 200);
  const end = stopAt({ left, text: generated, right }, dice.any(LENGTHS));
  if (end !== undefined) assert.ok(Number.isInteger(end) && end >= 0 && end <= generated.length, `ends at ${end}`);
  for (const isWhole of [true, false]) {
    const shown = tidySuggestion(generated.slice(0, end), isWhole);
    assert.ok(generated.startsWith(shown) && shown === shown.trimEnd());
  }
  const piece = unfinishedPiece(left);
  assert.ok(left.endsWith(piece) && piece.length <= 81);
  assert.equal(typeof hasRoomFor(right), 'boolean');
  assert.equal(typeof beginsNewWord(generated), 'boolean');
}

function checkWords(text: string, dice: Dice): void {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let offset = 0; offset < Math.min(text.length, 120); offset = ends.at(-1)!) {
    const end = Math.min(text.length, offset + 1 + dice.below(5));
    pieces.push(text.slice(offset, end));
    starts.push(offset);
    ends.push(end);
  }
  pieces.push('[SEP]');
  starts.push(-1);
  ends.push(-1);
  const words = wordsOf(pieces, starts, ends);
  assert.deepEqual(words.flat(), [...pieces.keys()]);
  const size = pieces.length;
  const merged = mergeWords({ size, weights: new Float32Array(size * size).fill(1 / size) }, words);
  for (let row = 0; row < merged.size; row++) {
    const sum = merged.weights.slice(row * merged.size, (row + 1) * merged.size).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-3, `a row sums to ${sum}`);
  }
}

function checkAcceptance(text: string, dice: Dice): void {
  const offset = dice.below(text.length + 1);
  const offered = { offset, texts: [hostileText(dice), 'a b c'] };
  const taken = dice.any(offered.texts).slice(0, 1 + dice.below(12));
  const accepted = acceptedBy({ offset, length: 0, text: taken }, offered);
  assert.equal(accepted, taken.length > 1 ? taken : undefined);
  const rest = remainingText(offered, taken);
  assert.ok(rest.texts.length > 0 && rest.texts.every((each) => offered.texts.includes(taken + each)));
  let document = text.slice(0, offset) + taken + text.slice(offset);
  let standing: AcceptedText = { offset, text: taken };
  for (let edits = 0; edits < 6; edits++) {
    const at = dice.below(document.length + 1);
    const edit = {
      offset: at,
      length: dice.below(Math.min(9, document.length - at + 1)),
      text: hostileText(dice).slice(0, 5),
    };
    document = document.slice(0, at) + edit.text + document.slice(at + edit.length);
    standing = afterEdit(standing, edit);
    if (standing.offset === undefined) return;
    assert.equal(document.slice(standing.offset, standing.offset + taken.length), taken);
  }
}

function checkTrie(text: string, dice: Dice): void {
  const capacity = 1 + dice.below(60);
  const trie = new PrefixTrie<number>(capacity);
  // Texts in the order of their last use, as the reference.
  const model = new Map<string, number>();
  const length = () => [...model.keys()].join('').length;
  for (let step = 0; step < 40; step++) {
    const key = text.slice(0, dice.below(10)) + dice.any(['', '\ud83d', '\0', 'constructor', text.slice(3, 6)]);
    if (dice.chance(0.6)) {
      trie.set(key, step);
      model.delete(key);
      model.set(key, step);
      while (length() > capacity && model.size > 1) model.delete(model.keys().next().value!);
    } else {
      const longest = [...model.keys()].filter((known) => key.startsWith(known)).sort((a, b) => b.length - a.length)[0];
      const found = trie.find(key, () => true);
      assert.equal(found?.value, longest === undefined ? undefined : model.get(longest));
      if (longest === undefined) continue;
      assert.equal(longest + found!.rest, key);
      const value = model.get(longest)!;
      model.delete(longest);
      model.set(longest, value);
    }
    assert.equal(trie.size, model.size);
  }
}

function isPairAt(text: string, offset: number): boolean {
  return /^[\udc00-\udfff]$/.test(text[offset] ?? '') && /^[\ud800-\udbff]$/.test(text[offset - 1] ?? '');
}
