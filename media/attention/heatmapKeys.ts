import type { Cell } from './drawHeatmapAndLabels';

/** Cells that Page Up and Page Down move by. */
const PAGE = 10;

/** The cell that a key moves to; undefined for a key that does not move. */
export function nextCell({ key, ctrlKey }: KeyboardEvent, { row, column }: Cell, last: number): Cell | undefined {
  const clamp = (unit: number) => Math.min(Math.max(unit, 0), last);
  switch (key) {
    case 'ArrowUp':
      return { row: clamp(row - 1), column };
    case 'ArrowDown':
      return { row: clamp(row + 1), column };
    case 'ArrowLeft':
      return { row, column: clamp(column - 1) };
    case 'ArrowRight':
      return { row, column: clamp(column + 1) };
    case 'PageUp':
      return { row: clamp(row - PAGE), column };
    case 'PageDown':
      return { row: clamp(row + PAGE), column };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? last : row, column: last };
    default:
      return undefined;
  }
}
