import assert from 'node:assert/strict';
import { withoutUnfinishedEnd } from '../../src/core/sentences/withoutUnfinishedEnd';

suite('a text without its unfinished end', () => {
  const cases: Readonly<Record<string, readonly [text: string, expected: string]>> = {
    'a sentence that was cut goes': ['You can return it. We pay you ba', 'You can return it.'],
    'a list item that was cut goes': ['Steps:\n\n- Open the box.\n- Take the', 'Steps:\n\n- Open the box.'],
    'in a block of code, the line that was cut goes': ['```\nDone:\n\nSynced\nAttac', '```\nDone:\n\nSynced'],
    'a text that ends with a sentence stays': ['Yes. “It is.”', 'Yes. “It is.”'],
    'so does one with other marks': ['はい。できます。', 'はい。できます。'],
    'so does the only sentence': ['We pay you ba', 'We pay you ba'],
    'so does nothing': ['', ''],
  };
  for (const [name, [text, expected]] of Object.entries(cases))
    test(name, () => assert.equal(withoutUnfinishedEnd(text), expected));
});
