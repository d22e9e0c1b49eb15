import assert from 'node:assert/strict';
import { CHANCE_WEIGHTS, chanceOfFirst } from '../../src/core/completion/chanceOfFirstWord';
import { GrowingSuggestion } from '../../src/core/completion/growingSuggestion';
import { isLatinWithinOtherWord } from '../../src/core/completion/latinWithinOtherWord';
import { isLongEnough } from '../../src/core/completion/longEnoughToInterrupt';
import { OTHER_GHOST_TEXT, valueThatTurnsOff, writesIn } from '../../src/core/completion/otherGhostText';
import { SUGGESTION_LEVELS } from '../../src/core/completion/suggestionLevels';
import { stopAt } from '../../src/core/completion/suggestionStopRules';

suite('when to suggest', () => {
  test('four new letters, or two characters of scripts where these say more', () => {
    for (const text of ['ance', ' the c', 'e the', 'дать', '制約', '시오', 'a 1 b 2'])
      assert.ok(isLongEnough(text), text);
    for (const text of ['ant', '** : -', ' a b', 'да', '制', '']) assert.ok(!isLongEnough(text), text);
  });

  test('the chance rises with the probability', () => {
    for (const weights of Object.values(CHANCE_WEIGHTS)) {
      const chances = [0, 0.1, 0.5, 0.9, 1].map((probability) =>
        chanceOfFirst({ logProbability: Math.log(probability), shareOfMemory: 0, surprise: 1 }, weights),
      );
      assert.deepEqual(
        chances,
        chances.toSorted((a, b) => a - b),
      );
      assert.ok(chances[0]! < 0.05 && chances.at(-1)! > 0.9, String(chances));
    }
  });

  test('a model that is surprised is believed less, the memory is not', () => {
    const chance = (surprise: number, shareOfMemory: number) =>
      chanceOfFirst({ logProbability: Math.log(0.5), shareOfMemory, surprise }, CHANCE_WEIGHTS.word);
    assert.ok(chance(4, 0) < chance(1, 0));
    assert.equal(chance(4, 1), chance(1, 1));
  });

  test('each level asks for less than the one before', () => {
    const { quiet, normal, eager } = SUGGESTION_LEVELS;
    for (const name of ['word', 'letter', 'floor'] as const)
      assert.ok(quiet[name] > normal[name] && normal[name] > eager[name], name);
  });

  test('a word is not followed by an unlikely one, however short it is', () => {
    const grown = (word: string, next: string, probability: number) => {
      const firstWord = { leastChance: 0, leastLetterChance: 0, letterChance: 1, chance: () => 0.9 };
      const suggestion = new GrowingSuggestion(
        { left: 'The', right: '', length: 'sentence' },
        { floor: 0.25, firstWord },
      );
      const piece = { logProbability: 0, isEnd: false, logWordEnd: () => 0 };
      const last = { ...piece, text: `${word}${next}`, logProbability: Math.log(probability), beginsWord: true };
      return [
        { ...piece, text: word, beginsWord: false },
        last,
        { ...piece, text: `${word}${next}`, beginsWord: true, isEnd: true },
      ]
        .map((each) => suggestion.add(each))
        .find((ended) => ended)?.text;
    };
    assert.equal(grown('re', ' is', 0.9), 're is');
    assert.equal(grown('rmometer', ' is', 0.1), 'rmometer');
    assert.equal(grown('re', ' is', 0.1), '', 'neither two letters nor a guess');
  });

  test('several lines only where they push no text down', () => {
    const text = ' one.\nAnd two.\n\nThree';
    const end = (right: string) => text.slice(0, stopAt({ left: 'Say', text, right }, 'paragraph'));
    for (const right of ['', '\n', '\n\nNext', '  \n  \nNext', '\r\n\r\nNext'])
      assert.equal(end(right), ' one.\nAnd two.', JSON.stringify(right));
    for (const right of ['\nNext', ')\n\nNext', '\n  - Next']) assert.equal(end(right), ' one.', JSON.stringify(right));
  });

  test('no line break at all before text that follows', () => {
    const text = '\n\n- Next item';
    assert.equal(stopAt({ left: 'Say', text, right: '\nNext' }, 'sentence'), 0);
    assert.equal(stopAt({ left: 'Say', text, right: '' }, 'sentence'), undefined);
  });

  test('a word of another script is not continued in Latin letters', () => {
    for (const left of ['Напиши', 'مهندس', 'λόγο', '시']) assert.ok(isLatinWithinOtherWord(left, 'erce'), left);
    for (const [left, text] of [
      ['Напиши', 'те'],
      ['Напиши', ' API'],
      ['使用', 'API'],
      ['API', '를'],
      ['', 'API'],
    ] as const)
      assert.ok(!isLatinWithinOtherWord(left, text), left + text);
  });

  test('where other extensions write, and what turns them off there', () => {
    const [copilot, llama, other] = OTHER_GHOST_TEXT as [
      (typeof OTHER_GHOST_TEXT)[0],
      (typeof OTHER_GHOST_TEXT)[0],
      (typeof OTHER_GHOST_TEXT)[0],
    ];
    const copilotsDefault = { '*': true, plaintext: false, markdown: false, scminput: false };
    assert.ok(!writesIn(copilot, copilotsDefault, 'markdown'));
    assert.ok(writesIn(copilot, copilotsDefault, 'instructions'));
    assert.ok(writesIn(copilot, undefined, 'markdown'));
    assert.ok(!writesIn(copilot, { '*': false }, 'prompt'));
    assert.deepEqual(valueThatTurnsOff(copilot, copilotsDefault, 'prompt'), { ...copilotsDefault, prompt: false });
    assert.ok(writesIn(llama, { '*': false }, 'markdown'));
    assert.ok(!writesIn(other, false, 'markdown'));
    assert.equal(valueThatTurnsOff(other, true, 'markdown'), undefined);
  });
});
