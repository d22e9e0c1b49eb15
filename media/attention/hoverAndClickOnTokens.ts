/** What the reader does with the units (tokens or words) of a view. */
export interface UnitEvents {
  /** The reader chose a unit. */
  choose(unit: number): void;
  /** The pointer or the keyboard is on a unit; undefined once it has left. */
  point(unit: number | undefined): void;
}
