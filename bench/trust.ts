import { fuzzGiants } from '../test/fuzz/fuzzGiants';
import { fuzzMessages } from '../test/fuzz/fuzzMessages';
import { fuzzModelFiles } from '../test/fuzz/fuzzModelFiles';
import { fuzzSettings } from '../test/fuzz/fuzzSettings';
import { fuzzModels, fuzzText } from '../test/fuzz/fuzzText';
import { fuzzPageMessages } from '../test/fuzz/pageMessages';
import type { FuzzFigures } from '../test/fuzz/figures';
import { killings } from '../test/ui/killings';
import { manyPrompts, type Held } from '../test/ui/manyPrompts';
import { soak, type Point } from '../test/ui/soak';
import { twoWindows } from '../test/ui/twoWindows';
import { higherIsBetter, lowerIsBetter, type Row } from './row';

const SEED = 1;
/** A heap that is this much larger at the end is flat: V8 compiles, and the editor remembers. */
const FLAT = 0.9;

/**
 * What the extension withstands, in the real editor where there is one to use (build it first: node esbuild.js). The
 * tests play the same with smaller numbers, all of them from a seed.
 *
 * - Cases: hostile texts, settings, requests and model files; one that fails throws uncaught, hangs, or is refused
 *   without a sentence that says why.
 * - Killings: a writing session in a window while the models are killed, aborted and crashed inside a run, and left
 *   without memory, in turn and at random moments. Lost are characters of the file that are not as they were typed.
 * - Edits: as many in a window with ghost text, counting and the panel; what is held after a tenth of them, against
 *   what is held at the end. Heaps are looked at from outside, after their garbage was collected.
 * - Prompts: so many open in tabs, of which one is on show, against the first two of them.
 * - Windows: two of one VS Code choose the same model at the same moment.
 *
 * `quick` plays a tenth of the cases, and leaves out all that needs a window.
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
  ];
  const rows: Row[] = [];
  for (const [play, count] of domains) rows.push(passed(await play(Math.ceil(count * share), SEED)));
  if (share === 1) rows.push(passed(await fuzzGiants()));
  const messages = Math.ceil(8_000 * share);
  const failures = fuzzPageMessages(messages, SEED).length;
  return [...rows, passed({ what: 'messages of the pages', cases: messages, failures: { length: failures } })];
}

function passed({ what, cases, failures }: { what: string; cases: number; failures: { length: number } }): Row {
  return all(`${what}: cases that passed, of those tried`, cases - failures.length, cases);
}

async function faults(count: number): Promise<Row[]> {
  const session = await killings(count, SEED);
  const { keystrokes, lost, notifications, gaveUp, restartsByUser, unruly, unsettled, orphans } = session;
  const survived = Object.values(session.kills).reduce((sum, { asMeant, otherwise }) => sum + asMeant + otherwise, 0);
  const isQuiet = notifications.length + unsettled + unruly === 0 && gaveUp === restartsByUser;
  return [
    all('ends of the models that the extension survived, of those made', session.hostSurvived ? survived : 0, count),
    all('keys that landed meanwhile, of those pressed', keystrokes - lost, keystrokes),
    all(
      'ended quietly, came back at most five times a minute, and were well afterwards',
      isQuiet && session.isWellAfterwards ? 1 : 0,
      1,
    ),
    none('processes and temporary files that stayed', orphans + session.temporaryFiles.length),
  ];
}

async function edits(count: number): Promise<Row[]> {
  const { points, lost } = await soak(count);
  const [before, after] = [points[0]!, points.at(-1)!];
  const flat = (what: string, of: (point: Point) => number) =>
    lowerIsBetter(`${what} after ${after.edits} edits, against ${before.edits}`, of(after), of(before), FLAT);
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
  const same = (what: string, of: (held: Held) => number) =>
    lowerIsBetter(`${what} with ${open} prompts open and one on show, against 2`, of(after), of(before), FLAT);
  return [
    same('MB of heap of the inference process', ({ inference }) => (inference.heap + inference.external) / 1e6),
    same('MB of heap of the extension host, VS Code’s own copies included', ({ host }) => host.heap / 1e6),
  ];
}

async function windows(): Promise<Row[]> {
  const { served, files, whole, leftovers, downloads } = await twoWindows();
  return [
    all('windows that wrote with the model both had chosen, of 2', served, 2),
    all('files of the model that are whole, of those that came', whole, files),
    all('downloads that were needed, of those made', 1, downloads),
    none('files left over', leftovers.length),
  ];
}

function all(what: string, value: number, of: number): Row {
  return higherIsBetter(what, value, of, 1);
}

/** A row for what must not be. */
function none(what: string, value: number): Row {
  return { what, value, against: 0, ratio: value === 0 ? 1 : 0, goal: 1, met: value === 0 };
}
