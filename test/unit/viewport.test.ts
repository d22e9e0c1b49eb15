import assert from 'node:assert/strict';
import { moved, visibleUnits, showing, unitSize, WHOLE, within, zoomed } from '../../media/attention/zoomAndPan';

suite('viewport of a map', () => {
  const size = 512;

  test('zooming in and out keeps the unit under the pointer', () => {
    const at = (viewport: typeof WHOLE, share: number) => viewport.left + share * visibleUnits(viewport, size);
    let viewport = WHOLE;
    for (const factor of [2, 3, 0.5]) {
      const before = at(viewport, 0.3);
      viewport = zoomed(viewport, size, factor, 0.3, 0.3);
      assert.ok(Math.abs(at(viewport, 0.3) - before) < 1e-9);
    }
  });

  test('zooms no further out than the whole map, and no closer than eight units', () => {
    assert.deepEqual(zoomed(WHOLE, size, 0.1, 0.5, 0.5), WHOLE);
    assert.equal(visibleUnits(zoomed(WHOLE, size, 1e6, 0.5, 0.5), size), 8);
    assert.deepEqual(zoomed(WHOLE, 5, 10, 0.5, 0.5), WHOLE);
  });

  test('stays within the map’s edges', () => {
    const close = zoomed(WHOLE, size, 4, 0.5, 0.5);
    assert.deepEqual(moved(close, size, -1e9, 1e9), { zoom: 4, left: 0, top: 384 });
    assert.deepEqual(within({ zoom: 4, left: 384, top: 384 }, 64), { zoom: 4, left: 48, top: 48 });
  });

  test('moves no further than needed to show a cell', () => {
    const close = { zoom: 4, left: 100, top: 100 };
    assert.deepEqual(showing(close, size, 150, 150), close);
    assert.deepEqual(showing(close, size, 50, 300), { zoom: 4, left: 173, top: 50 });
  });

  test('units are larger at a closer zoom', () => assert.equal(unitSize({ zoom: 4, left: 0, top: 0 }, size, 256), 2));
});
