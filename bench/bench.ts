/** npm run bench -- NAME [FILE] [--quick] [--json FILE]: runs one bench and prints its comparisons as a table. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agents } from './agents';
import { calm } from './calm';
import { completion } from './completion';
import { engines } from './engines';
import { findings } from './findings';
import { ghost } from './ghost';
import { large } from './large';
import { panel } from './panel';
import { quality } from './quality';
import { sentences } from './sentences';
import { structure } from './structure';
import { surprise } from './surprise';
import { tokenizers } from './tokenizers';
import { tokens } from './tokens';
import { trust } from './trust';
import { weights } from './weights';
import type { Bench, Row } from './row';

const benches: Record<string, Bench> = {
  agents,
  calm,
  completion,
  engines,
  findings,
  ghost,
  large,
  panel,
  quality,
  sentences,
  structure,
  surprise,
  tokenizers,
  tokens,
  trust,
  weights,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  });
  const [name, file] = positionals;
  const bench = benches[name ?? ''];
  if (!bench) throw new Error(`Name a bench: ${Object.keys(benches).join(', ')}.`);
  const rows: Row[] = [];
  for await (const part of partsOf(bench(values.quick, file))) {
    rows.push(...part);
    console.table(part.map(rounded));
    // After each part, so that what took an hour is kept if a later part fails.
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ rows }, null, 2)}\n`);
  }
}

async function* partsOf(rows: ReturnType<Bench>): AsyncGenerator<Row[]> {
  if (Symbol.asyncIterator in rows) yield* rows;
  else yield await rows;
}

function rounded(row: Row) {
  return { ...row, value: formatted(row.value), against: formatted(row.against), ratio: row.ratio.toFixed(2) };
}

function formatted(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
