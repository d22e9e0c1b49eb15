import assert from 'node:assert/strict';
import { whatFailed } from '../../scripts/lib/whatFailed';

suite('what a suite printed of its failures', () => {
  test('is Mocha’s list of them', () => {
    const printed =
      '  a suite\n    ✔ passes\n    1) fails\n\n  1 passing (2s)\n\u001b[31m  1 failing\u001b[0m\n\n  1) a suite\n       fails:\n     Error: no\n\n';
    assert.equal(whatFailed(printed), '  1 failing\n\n  1) a suite\n       fails:\n     Error: no');
  });

  test('is its last lines where nothing lists them', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    assert.equal(whatFailed(`${lines.join('\n')}\n`), lines.slice(10).join('\n'));
  });
});
