/** A function's value, and its gradient. */
export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: readonly number[];
}

const MAX_STEPS = 200;
/** A step that gains no more is the last one. */
const LEAST_GAIN = 1e-10;

/** Minimizes a smooth function of a few numbers, from zeros on: BFGS with backtracking (Nocedal and Wright 2006, 6.1). */
export function minimize(size: number, evaluate: (point: readonly number[]) => ValueAndGradient): number[] {
  let point = new Array<number>(size).fill(0);
  let current = evaluate(point);
  let inverse = identity(size);
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = inverse.map((row) => -dot(row, current.gradient));
    const slope = dot(direction, current.gradient);
    if (slope > -1e-12) break;
    let length = 1;
    let next = current;
    let moved = point;
    for (; length > 1e-10; length /= 2) {
      moved = point.map((value, index) => value + length * direction[index]!);
      next = evaluate(moved);
      if (next.value <= current.value + 1e-4 * length * slope) break;
    }
    const change = moved.map((value, index) => value - point[index]!);
    const bend = next.gradient.map((value, index) => value - current.gradient[index]!);
    if (dot(change, bend) > 1e-14) inverse = updated(inverse, change, bend);
    const gain = current.value - next.value;
    if (gain > 0) [point, current] = [moved, next];
    if (gain < LEAST_GAIN) break;
  }
  return point;
}

/** The inverse Hessian after a step: (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ. */
function updated(inverse: number[][], change: readonly number[], bend: readonly number[]): number[][] {
  const rho = 1 / dot(change, bend);
  const hy = inverse.map((row) => dot(row, bend));
  const scale = rho * rho * dot(bend, hy) + rho;
  return inverse.map((row, i) =>
    row.map((value, j) => value - rho * (hy[i]! * change[j]! + change[i]! * hy[j]!) + scale * change[i]! * change[j]!),
  );
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_each, j) => (i === j ? 1 : 0)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
