import type { CompletionRequest } from '../../src/contracts/completionRequests';
import { connectEngine } from '../../src/engines/connectEngine';
import { engineModelId } from '../../src/engines/engineModelId';
import { remoteInference } from '../../src/engines/remoteInference';
import { completionRequest } from '../../test/helpers/completionRequest';
import { unhurried } from '../../test/helpers/inferences';
import { figure, lowerIsBetter, percentile, type Row } from '../row';
import { countersOf } from './counters';
import { typedText } from './typedTexts';

const EDITORS = 20;
const KEY_MS = 250;
/** A writer stops to think behind every third word. Only then has an engine on two cores the time to answer twenty of them. */
const WORDS_BETWEEN_PAUSES = 3;
const THINKING_MS = 6_000;
/** UTF-16 code units before the first key. */
const CONTEXT = 600;
const model = engineModelId('bench');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What came of all keys of all editors. */
interface Tally {
  requests: number;
  keys: number;
  cancelled: number;
  /** Milliseconds of the keys whose suggestion arrived. */
  readonly times: number[];
}

/** Twenty editors type at one vLLM at a time, with pauses to think; each key cancels what the key before asked for. */
export async function twentyEditors(url: string, keys: number): Promise<Row[]> {
  const tally: Tally = { requests: 0, keys: 0, cancelled: 0, times: [] };
  await Promise.all(Array.from({ length: EDITORS }, (_, editor) => type(url, editor, keys, tally)));
  const ended = performance.now();
  const running = async () => {
    const counter = await countersOf(url);
    return counter('vllm:num_requests_running') + counter('vllm:num_requests_waiting');
  };
  while ((await running()) > 0 && performance.now() - ended < 30_000) await pause(20);
  const freed = performance.now() - ended;
  return [
    lowerIsBetter(`requests a key of ${EDITORS} editors on one vLLM; against 2`, tally.requests / tally.keys, 2, 1),
    figure(`share of ${tally.keys} keys that cancelled the request of the key before`, tally.cancelled / tally.keys),
    figure(
      `ms from key to suggestion of the other ${tally.times.length}, 95th percentile`,
      percentile(tally.times, 0.95),
    ),
    figure('the same, median', percentile(tally.times, 0.5)),
    lowerIsBetter('ms after the last key until vLLM works on nothing; against 1 s', freed, 1_000, 1),
  ];
}

async function type(url: string, editor: number, keys: number, tally: Tally): Promise<void> {
  let isTyping = false;
  const counted: typeof fetch = (input, init) => {
    if (isTyping) tally.requests++;
    return fetch(input, init);
  };
  const engine = await connectEngine({ name: 'bench', url }, { fetch: counted }, unhurried);
  isTyping = true;
  const inference = remoteInference(() => Promise.resolve(engine));
  const text = typedText(editor, CONTEXT + keys);
  await pause((editor / EDITORS) * KEY_MS);
  let controller = new AbortController();
  // Editors pause at different moments.
  let words = editor % WORDS_BETWEEN_PAUSES;
  const all: Promise<void>[] = [];
  for (let end = CONTEXT; end < text.length; end++) {
    controller.abort();
    controller = new AbortController();
    tally.keys++;
    const request = completionRequest(text.slice(0, end), { model, level: 'normal', length: 'word' });
    all.push(ask(inference.complete, request, controller.signal, tally));
    const isBehindWord = text[end - 1] === ' ';
    if (isBehindWord) words++;
    await pause(isBehindWord && words % WORDS_BETWEEN_PAUSES === 0 ? THINKING_MS : KEY_MS);
  }
  controller.abort();
  await Promise.all(all);
}

async function ask(
  complete: ReturnType<typeof remoteInference>['complete'],
  request: CompletionRequest,
  signal: AbortSignal,
  tally: Tally,
): Promise<void> {
  const started = performance.now();
  try {
    await complete(request, signal);
    tally.times.push(performance.now() - started);
  } catch (error) {
    if (!signal.aborted) throw error;
    tally.cancelled++;
  }
}
