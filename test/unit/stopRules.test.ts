import assert from 'node:assert/strict';
import * as rules from '../../src/core/completion/suggestionStopRules';
import { atCaret } from '../helpers/caret';

/** `|` marks the caret in the prompt, and the expected end in the generated text; no `|` there means no end. */
type Example = [prompt: string, generated: string];

const EXAMPLES: Record<string, Example[]> = {
  wordEnd: [
    ['You are a |', 'helpful| assistant'],
    ['You are a help|', 'ful,| and'],
    ['You are |', ' a| helpful'],
    ['You are a |', 'helpful'],
    ['', ''],
  ],
  clauseEnd: [
    ['Write |', 'a summary,| then a list'],
    ['Use this format|', ':| a table'],
    ['At |', '12:30 or later'],
    ['Say |', 'it in one word'],
  ],
  sentenceEnd: [
    ['Write |', 'a summary.| Then stop'],
    ['Say |', '“Done.”| Then stop'],
    ['Use |', 'version 1.2 of it'],
    ['Name two, |', 'e.g. apples and pears.| Then'],
    ['Steps:\n|', '1. Read it.| Then'],
    ['Steps:\n2|', '. Read it'],
    ['Is it |', 'right?| If not'],
    ['It was |', 'in 1999.| Then'],
    ['Stop|', '.'],
  ],
  lineEnd: [
    ['Write |', 'a summary|\nThen'],
    ['Steps:|', '\n\n- Read it|\n- Judge it'],
    ['Steps:|', '\n'],
  ],
  paragraphEnd: [
    ['Write |', 'a summary\nof two lines|\n\nThen'],
    ['# Role|', '\n\nYou are|\n \nThen'],
    ['Write |', 'a summary\nand'],
  ],
  listItem: [
    ['- |', 'Read it\n  slowly|\n- Judge it'],
    ['1. |', 'Read it|\n2. Judge it'],
    ['- |', 'Read it\n  1999 was long ago'],
  ],
  repeatsLeft: [
    ['Be brief. Answer in plain English. Be brief. |', '|Answer in plain English.'],
    ['Be brief. Answer in |', 'plain words. |Be brief. Answer in plain words'],
    ['Answer in plain English. |', 'Answer in plain German'],
    ['|', 'very |very very very very'],
    [`Answer in plain English. ${'x '.repeat(200)}|`, 'Answer in plain English.'],
  ],
  repeatsRight: [
    ['Write (a summary|)', ' of it|) and'],
    ['Write|\n\nThen stop.', ' a summary.|\nThen stop.'],
    ['Write|\nThen stop.', '|\nThen stop. And'],
    ['Write|\n- a', ' a summary - a table'],
    ['Write|   ', ' a summary'],
  ],
};

suite('stopRules', () => {
  for (const [name, examples] of Object.entries(EXAMPLES)) {
    suite(name, () => {
      for (const [prompt, generated] of examples) {
        test(`${JSON.stringify(prompt.slice(-40))} + ${JSON.stringify(generated)}`, () => {
          const { left, right } = prompt.includes('|') ? atCaret(prompt) : { left: prompt, right: '' };
          const end = generated.indexOf('|');
          const draft = { left, right, text: generated.replace('|', '') };
          const rule = rules[name as keyof typeof rules] as rules.StopRule;
          assert.equal(rule(draft), end < 0 ? undefined : end);
        });
      }
    });
  }

  test('stopAt returns the first end of all rules', () => {
    const draft = { left: 'Write ', text: 'a summary, short. Then\nstop', right: '' };
    const stops = (['word', 'clause', 'sentence', 'paragraph'] as const).map((length) => rules.stopAt(draft, length));
    assert.deepEqual(stops, [1, 10, 17, undefined]);
  });
});
