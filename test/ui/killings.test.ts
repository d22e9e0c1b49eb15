import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { killings, type Killings } from './killings';

const COUNT = 12;
const SEED = 1;

suite(`a writing session in which the models die ${COUNT} times`, function () {
  this.timeout(600_000);
  let session: Killings;

  suiteSetup(async function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    session = await killings(COUNT, SEED);
  });

  test('the models die in every way that was planned', () => {
    for (const [way, { asMeant, otherwise }] of Object.entries(session.kills)) {
      assert.equal(asMeant + otherwise, COUNT / 4, way);
      assert.ok(asMeant > 0, way);
    }
  });

  test('no keystroke is lost', () => {
    assert.ok(session.keystrokes > COUNT);
    assert.equal(session.lost, 0);
    assert.ok(session.hostSurvived);
  });

  test('no notification appears, and no request waits for ever', () => {
    assert.deepEqual(session.notifications, []);
    assert.equal(session.unsettled, 0);
  });

  test('after five crashes in a minute the models wait for the user', () => {
    assert.ok(session.gaveUp > 0);
    assert.equal(session.gaveUp, session.restartsByUser);
    assert.equal(session.unruly, 0);
  });

  test('afterwards ghost text, count and attention map are right, and one undo reverts a suggestion', () => {
    assert.deepEqual(session.afterwards, { ghostText: true, count: true, map: true });
  });

  test('no process and no temporary file is left', () => {
    assert.equal(session.orphans, 0);
    assert.deepEqual(session.temporaryFiles, []);
  });
});
