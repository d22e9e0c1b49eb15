import { engineNames, install, start } from '../scripts/lib/engines';
import { engineFaults } from '../test/ui/engineFaults';
import { againstLlamaVscode } from './engines/againstLlamaVscode';
import { twentyEditors } from './engines/twentyEditors';
import { all, lowerIsBetter, none, type Row } from './row';

const SEED = 32;
const FAULTS = 500;
/** Ratio of before to after from which a heap counts as flat. */
const FLAT = 0.9;

/**
 * Engines beyond this process, on this machine: ghost text by llama-server against what llama.vscode asks of it, twenty editors on one
 * vLLM, and a writing session in a window while an engine fails in all ways (build first: node esbuild.js). Installs both engines if they
 * are missing, which takes half an hour; `npm run test:engines` does so too.
 *
 * `quick` types fewer keys, and leaves out the window.
 */
export async function* engines(quick: boolean): AsyncGenerator<Row[]> {
  install(engineNames([]));
  yield await withEngine('llama-server', (url) => againstLlamaVscode(url, quick ? 8 : 60));
  if (quick) return;
  yield await withEngine('vllm', (url) => twentyEditors(url, 60));
  yield await faults();
}

async function withEngine(name: string, measure: (url: string) => Promise<Row[]>): Promise<Row[]> {
  const { url, stop } = await start(name);
  try {
    return await measure(url);
  } finally {
    await stop();
  }
}

/** A writing session in a window while the engine fails in all ways, against the same one without failures. */
async function faults(): Promise<Row[]> {
  const session = await engineFaults(FAULTS, SEED);
  const { keystrokes, lost, notifications, keyDelays, memory, otherAddresses, redirected } = session;
  const heapOf = ({ heap, external }: typeof memory.early) => (heap + external) / 1e6;
  return [
    all(
      `keystrokes that reached the file while an engine failed ${FAULTS} times, of all typed`,
      keystrokes - lost,
      keystrokes,
    ),
    lowerIsBetter(
      'ms from key to view meanwhile, 99th percentile; against 5 ms more than without failures',
      keyDelays.withFaults.p99,
      keyDelays.without.p99 + 5,
      1,
    ),
    lowerIsBetter(
      'MB of heap of the extension host at the end; against a tenth of the failures',
      heapOf(memory.late),
      heapOf(memory.early),
      FLAT,
    ),
    none(
      'notifications, and connections to any other address',
      notifications.length + otherAddresses.length + redirected,
    ),
    all('the engine writes again afterwards; 1 for yes', session.isWellAfterwards ? 1 : 0, 1),
  ];
}
