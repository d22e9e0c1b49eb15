import { fuzzGiants } from '../test/fuzz/fuzzGiants';
import { fuzzGgufFiles } from '../test/fuzz/fuzzGgufFiles';
import { fuzzMessages } from '../test/fuzz/fuzzMessages';
import { fuzzModelFiles } from '../test/fuzz/fuzzModelFiles';
import { fuzzSettings } from '../test/fuzz/fuzzSettings';
import { fuzzModels, fuzzText } from '../test/fuzz/fuzzText';
import { fuzzPageMessages } from '../test/fuzz/pageMessages';
import type { FuzzFigures } from '../test/fuzz/figures';
import { runtimeBinaries, telemetryIn } from '../test/helpers/telemetryInBinaries';
import { killings } from '../test/ui/killings';
import { manyPrompts, type Held } from '../test/ui/manyPrompts';
import { soak, type Point } from '../test/ui/soak';
import { twoWindows } from '../test/ui/twoWindows';
import { all, lowerIsBetter, none, type Row } from './row';

const SEED = 1;
/**
 * Ratio of before to after from which a heap counts as flat; some growth is V8's compiled code and the editor's caches.
 */
const FLAT = 0.9;

/**
 * Robustness of the extension, in a real editor (build it first: node esbuild.js). Everything random comes from a seed;
 * the tests run the same with smaller numbers.
 *
 * - Cases: hostile texts, settings, requests and model files. A case fails when it throws uncaught, hangs, or is
 *   rejected without a sentence that says why.
 * - Telemetry: the binaries of ONNX Runtime have nothing to send it with.
 * - Faults: a writing session in a window while the inference process is killed, aborted, crashed inside a run, and
 *   deprived of memory, in turn and at random moments. A character is lost when the file does not have it as typed.
 * - Edits: many edits in a window with ghost text, counting and the panel. Memory after a tenth of them against memory
 *   at the end, read from outside after garbage collection.
 * - Prompts: many prompts open in tabs, one of them visible, against two open prompts.
 * - Windows: two windows of one VS Code choose the same model at the same moment.
 *
 * `quick` runs a tenth of the cases and nothing that needs a window.
 */
export async function trust(quick: boolean): Promise<Row[]> {
  if (quick) return cases(0.1);
  const inTheWindow = [...(await faults(200)), ...(await edits(20_000)), ...(await prompts(200)), ...(await windows())];
  return [...(await cases(1)), ...inTheWindow];
}

async function cases(share: number): Promise<Row[]> {
  const domains: readonly (readonly [(cases: number, seed: number) => Promise<FuzzFigures>, number])[] = [
    [fuzzText, 8_000],
    [fuzzModels, 300],
    [fuzzSettings, 3_000],
    [fuzzMessages, 1_500],
    [fuzzModelFiles, 1_000],
    [fuzzGgufFiles, 3_000],
  ];
  const rows: Row[] = [];
  for (const [fuzz, count] of domains) rows.push(passed(await fuzz(Math.ceil(count * share), SEED)));
  if (share === 1) rows.push(passed(await fuzzGiants()));
  const messages = Math.ceil(8_000 * share);
  const failures = fuzzPageMessages(messages, SEED).length;
  return [
    ...rows,
    passed({ domain: 'messages of the pages', cases: messages, failures: { length: failures } }),
    none('signs of telemetry in the binaries of ONNX Runtime', runtimeBinaries().flatMap(telemetryIn).length),
  ];
}

function passed({ domain, cases, failures }: { domain: string; cases: number; failures: { length: number } }): Row {
  return all(`${domain}: cases passed, of all run`, cases - failures.length, cases);
}

async function faults(count: number): Promise<Row[]> {
  const session = await killings(count, SEED);
  const { keystrokes, lost, notifications, gaveUp, restartsByUser, unruly, unsettled, orphans } = session;
  const survived = Object.values(session.kills).reduce((sum, { asMeant, otherwise }) => sum + asMeant + otherwise, 0);
  const isQuiet = notifications.length + unsettled + unruly === 0 && gaveUp === restartsByUser;
  return [
    all('process deaths that the extension survived, of all caused', session.hostSurvived ? survived : 0, count),
    all('keystrokes that reached the file meanwhile, of all typed', keystrokes - lost, keystrokes),
    all(
      'no notification, at most five restarts a minute, and a working model afterwards; 1 for yes',
      isQuiet && Object.values(session.afterwards).every(Boolean) ? 1 : 0,
      1,
    ),
    none('processes and temporary files left behind', orphans + session.temporaryFiles.length),
  ];
}

async function edits(count: number): Promise<Row[]> {
  const { points, lost } = await soak(count);
  const [before, after] = [points[0]!, points.at(-1)!];
  const flat = (what: string, valueOf: (point: Point) => number) =>
    lowerIsBetter(`${what} after ${after.edits} edits, against ${before.edits}`, valueOf(after), valueOf(before), FLAT);
  const handles = ({ host, inference }: Point) => host.handles + host.files + inference.handles + inference.files;
  return [
    flat('MB of heap of the extension host', ({ host }) => (host.heap + host.external) / 1e6),
    flat('MB of heap of the inference process', ({ inference }) => (inference.heap + inference.external) / 1e6),
    flat('MB of heap of the window', ({ page }) => page.heap / 1e6),
    flat('handles and files of both processes', handles),
    flat('listeners in the window', ({ page }) => page.listeners),
    none('characters lost', lost),
  ];
}

async function prompts(count: number): Promise<Row[]> {
  const { open, before, after } = await manyPrompts(count);
  const flat = (what: string, valueOf: (held: Held) => number) =>
    lowerIsBetter(
      `${what} with ${open} prompts open and one visible, against 2`,
      valueOf(after),
      valueOf(before),
      FLAT,
    );
  return [
    flat('MB of heap of the inference process', ({ inference }) => (inference.heap + inference.external) / 1e6),
    flat('MB of heap of the extension host, VS Code’s own copies included', ({ host }) => host.heap / 1e6),
  ];
}

async function windows(): Promise<Row[]> {
  const { served, files, whole, leftovers, downloads } = await twoWindows();
  return [
    all('windows that could use the model both had chosen, of 2', served, 2),
    all('complete files of the model, of all downloaded', whole, files),
    all('downloads needed, of all made', 1, downloads),
    none('files left over', leftovers.length),
  ];
}
