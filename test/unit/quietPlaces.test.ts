import assert from 'node:assert/strict';
import { quietPlaceAt, type QuietPlace } from '../../src/core/completion/quietPlaces';

/** `|^|` marks the caret. */
const EXAMPLES: [text: string, place: QuietPlace | undefined][] = [
  ['You are |^|', undefined],
  ['---\nname: |^|', 'front matter'],
  ['---\nname: x\n|^|---\n\nYou are', 'front matter'],
  ['---\nname: x\n---\nYou are |^|', undefined],
  ['---\n\nYou are |^|', undefined],
  ['Run:\n\n```py\nx = |^|', 'code'],
  ['Run:\n\n```py\nx = |^|\n```\n\nThen', 'code'],
  ['- Run:\n  ~~~\n  x|^|', 'code'],
  ['```\nx\n|^|', 'code'],
  ['```\nx\n```\n|^|', undefined],
  ['```\nx\n```\n\nThen |^|', undefined],
  ['Say `please|^|', undefined],
  ['| a | b |\n|--|^|', 'rule'],
  ['| a | b |\n| :-: |^|', 'rule'],
  ['| a | b |\n|---|---|\n| one |^|', undefined],
  ['Title\n===|^|', 'rule'],
  ['- |^|', undefined],
  ['* |^|', undefined],
  ['**|^|', undefined],
  ['See [the guide](docs/gu|^|', 'link'],
  ['See [the guide](docs/guide.md) |^|', undefined],
  ['See https://example.org/gu|^|', 'link'],
  ['See <mailto:me@exa|^|', 'link'],
  ['[1]: docs/gu|^|', 'link'],
];

suite('quiet places', () => {
  for (const [marked, place] of EXAMPLES) {
    test(JSON.stringify(marked), () => {
      assert.equal(quietPlaceAt(marked.replace('|^|', ''), marked.indexOf('|^|')), place);
    });
  }
});
