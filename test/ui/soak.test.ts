import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { soak, type Soak } from './soak';

const EDITS = 600;
const MB = 2 ** 20;
/** Allowed growth of a heap until every code path has run once: a share of it, plus some bytes. */
const SHARE = 0.15;
const MORE = 4 * MB;
/** Files, threads and handles by which VS Code itself varies from moment to moment. */
const FEW = 8;

suite(`${EDITS} edits with ghost text, counting and the panel open`, function () {
  this.timeout(600_000);
  let session: Soak;

  suiteSetup(async function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    session = await soak(EDITS);
  });

  for (const place of ['host', 'inference'] as const) {
    test(`the ${place === 'host' ? 'extension host' : 'inference process'} uses no more memory, files, threads and handles than before`, () => {
      const [before, after] = [session.points[0]![place], session.points.at(-1)![place]];
      assert.ok(after.heap < before.heap * (1 + SHARE) + MORE, `${before.heap} bytes became ${after.heap}`);
      assert.ok(after.external < before.external + MORE, `${before.external} bytes became ${after.external}`);
      for (const what of ['files', 'threads', 'handles'] as const)
        assert.ok(after[what] <= before[what] + FEW, `${before[what]} ${what} became ${after[what]}`);
    });
  }

  test('the panel’s page keeps no more documents, listeners and elements than before', () => {
    const [before, after] = [session.points[0]!.page, session.points.at(-1)!.page];
    assert.equal(after.documents, before.documents);
    assert.ok(
      after.listeners < before.listeners * (1 + SHARE),
      `${before.listeners} listeners became ${after.listeners}`,
    );
    assert.ok(
      after.panelElements < before.panelElements * 1.5,
      `${before.panelElements} became ${after.panelElements}`,
    );
  });

  test('no edit is lost', () => {
    assert.ok(session.points.at(-1)!.edits >= EDITS);
    assert.ok(session.accepted > 0);
    assert.equal(session.lost, 0);
  });
});
