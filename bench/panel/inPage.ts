/** Runs in the page before its own script: plays the panel's host, and measures from inside the page. */
import type { HeadSurvey } from '../../src/contracts/attentionRequests';
import type {
  AttentionHostMessage,
  AttentionPageMessage,
  AttentionView,
} from '../../src/contracts/attentionPageMessages';
import { attention, fillWeights, headName, headSurvey, specs, TOKENS } from './fixture';
import { drawLines } from './lines';

/** Measurements of frames, in milliseconds. */
export interface FrameTimes {
  /** Work of the page's main thread in each frame. */
  readonly work: readonly number[];
  /** Time since the previous frame. */
  readonly intervals: readonly number[];
}

/** Measurements of one paint, in milliseconds. */
export interface PaintTimes {
  /** From the start to the second frame after it, including the wait for frames. */
  readonly latency: number;
  /** Work of the page's main thread in that time. */
  readonly work: number;
}

type Gesture = 'nothing' | 'pan' | 'zoom' | 'hover';

/** The view that the page shows first, later the one that it last requested. */
let view: AttentionView = {
  models: [specs[0]!.id],
  part: 'encoder',
  layer: 3,
  head: 5,
  allHeads: false,
  words: false,
  hideSinks: false,
  inText: false,
};
/** Tokens of the maps. */
let size = TOKENS;
let surveys: readonly HeadSurvey[] = [];
/** Whether 'show' is answered at once, as by a host that already has the weights. */
let answersRequests = false;
/** Identifies the current maps. */
let mapsKey = '';
let maps: Extract<AttentionHostMessage, { type: 'maps' }>['maps'] = [];
/** Buffers for each model's weights. */
let buffers: Float32Array[] = [];
/** Whether a new head is the previous one shifted by a row; generating one would use memory that is not the page's. */
let reusesWeights = false;

/** Generates the maps of a view, different ones for each `round`, before anything is measured. */
function makeMaps({ models, layer, head }: AttentionView, round = 0): void {
  const names = models.map((model) => `${headName(model, layer, head)} ${round}`);
  if (mapsKey === [size, ...names].join()) return;
  mapsKey = [size, ...names].join();
  if (buffers[0]?.length !== size ** 2) buffers = specs.map(() => new Float32Array(size ** 2));
  maps = models.map((model, at) => {
    const index = specs.findIndex(({ id }) => id === model);
    const [spec, buffer] = [specs[index]!, buffers[index]!];
    const isShifted = reusesWeights && buffer[0]! > 0;
    return attention(spec, isShifted ? buffer.copyWithin(size, 0) : fillWeights(buffer, spec, names[at]!));
  });
}

/** Posts a message as webviews do: a copy arrives in a later task. */
function post(message: AttentionHostMessage): void {
  postMessage(message, origin === 'null' ? '*' : origin);
}

/** Sends the maps of the view, and the surveys when it shows all heads. */
function sendMaps(): void {
  // Behind the last token, where the caret is while writing.
  const caret = maps[0]!.ends.findLast((end) => end >= 0)!;
  post({ type: 'maps', view, title: 'prompt.md', maps, caret });
  if (!view.allHeads) return;
  post({ type: 'surveys', surveys: surveys.filter(({ model }) => view.models.includes(model)) });
}

/** Handles a message from the page as the host would. */
function receive(message: AttentionPageMessage): void {
  if (message.type === 'ready')
    post({ type: 'models', models: specs, strings: undefined, view, environment: 'editor' });
  if (message.type !== 'show') return;
  view = message.view;
  if (!answersRequests) return;
  makeMaps(view);
  sendMaps();
}

/** Resolves with the time at which the next frame begins. */
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));

/** Resolves in a separate task once the next frame has been drawn. */
async function afterFrame(): Promise<void> {
  await nextFrame();
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
}

/** When the last message arrived, and when the frame after it begins; taken before the page's own listeners run. */
let messageTime = 0;
let frameAfterMessage: Promise<number>;
addEventListener('message', () => {
  messageTime = performance.now();
  frameAfterMessage = nextFrame();
});

/** Measures from `start`, which makes the page receive maps, until these are painted. */
async function measurePaint(start: () => void): Promise<PaintTimes> {
  await afterFrame();
  const mapsHandled = new Promise<number>((resolve) => {
    const listener = ({ data }: MessageEvent<AttentionHostMessage>) => {
      if (data.type !== 'maps') return;
      removeEventListener('message', listener);
      resolve(performance.now());
    };
    addEventListener('message', listener);
  });
  const started = performance.now();
  start();
  const starting = performance.now() - started;
  const handling = (await mapsHandled) - messageTime;
  const second = nextFrame().then(nextFrame);
  await afterFrame();
  const drawing = performance.now() - (await frameAfterMessage);
  return { work: starting + handling + drawing, latency: (await second) - started };
}

/** The canvas of the heatmap. */
function canvas(): HTMLCanvasElement {
  return document.querySelector<HTMLCanvasElement>('.heatmap')!;
}

/** Throws unless the displayed map is this one; otherwise the bench measured nothing. */
function assertDisplayed(layer: number, head: number): void {
  const label = canvas().getAttribute('aria-label')!;
  if (!label.includes(`layer ${layer + 1}, head ${head + 1}.`)) throw new Error(`Expected another map than: ${label}`);
}

/** Event coordinates of a point in the map, with x and y from 0 to 1. */
function pointInMap(x: number, y: number) {
  const { left, top, width, height } = canvas().getBoundingClientRect();
  return { clientX: left + 68 + x * (width - 68), clientY: top + 62 + y * (height - 62), bubbles: true };
}

function pointer(type: string, x: number, y: number): void {
  const options = { ...pointInMap(x, y), pointerId: 1, pointerType: 'mouse', isPrimary: true, cancelable: true };
  canvas().dispatchEvent(new PointerEvent(type, options));
}

function wheel(deltaY: number): void {
  canvas().dispatchEvent(new WheelEvent('wheel', { ...pointInMap(0.4, 0.6), deltaY, ctrlKey: true, cancelable: true }));
}

/** Sends the event of a gesture in frame `index`. */
function sendGesture(gesture: Gesture, index: number): void {
  const [slow, fast] = [Math.sin(index / 23), Math.sin(index / 7)];
  if (gesture === 'pan') pointer('pointermove', 0.5 + 0.4 * slow, 0.5 + 0.4 * fast);
  if (gesture === 'zoom') wheel(index % 80 < 40 ? -20 : 20);
  if (gesture === 'hover') pointer('pointermove', 0.5 + 0.45 * fast, 0.5 + 0.45 * slow);
}

/** What the bench can call in the page. */
const bench = {
  /** Generates the surveys in the page, because passing them from the test driver would use tens of megabytes. */
  makeSurveys(): void {
    surveys = specs.map(headSurvey);
  },

  /** From now on, shifts the previous weights instead of generating new ones. */
  reuseWeights(): void {
    reusesWeights = true;
  },

  /** From now on, answers the page's requests for maps. */
  answerRequests(): void {
    answersRequests = true;
  },

  /** Measures from sending the first maps to their paint. */
  async firstPaint(): Promise<PaintTimes> {
    makeMaps(view);
    const times = await measurePaint(sendMaps);
    assertDisplayed(Number(view.layer), Number(view.head));
    return times;
  },

  /** Measures from choosing another layer or head to its paint. */
  async switchTo(what: 'layer' | 'head', value: number): Promise<PaintTimes> {
    makeMaps({ ...view, [what]: value });
    const select = document.querySelector<HTMLElement & { value: string }>(`vscode-single-select.${what}`)!;
    const times = await measurePaint(() => {
      select.value = String(value);
      select.dispatchEvent(new Event('change'));
    });
    assertDisplayed(Number(view.layer), Number(view.head));
    return times;
  },

  /** Measures from sending another map of `tokens` tokens to its paint, on a page that has painted before. */
  async paint(tokens: number, round: number): Promise<PaintTimes> {
    size = tokens;
    makeMaps(view, round);
    return measurePaint(sendMaps);
  },

  /** Measures the paint of `heads` maps as lines between two columns of tokens. */
  async paintLines(tokens: number, heads: number): Promise<PaintTimes> {
    const spec = specs[0]!;
    const maps = Array.from({ length: heads }, (_, head) =>
      fillWeights(new Float32Array(tokens ** 2), spec, headName(spec.id, 0, head)),
    );
    const { pieces } = attention(spec, maps[0]!);
    await afterFrame();
    const started = performance.now();
    const began = nextFrame();
    drawLines(document.body, pieces, maps);
    const building = performance.now() - started;
    const second = nextFrame().then(nextFrame);
    await afterFrame();
    const drawing = performance.now() - (await began);
    const latency = (await second) - started;
    document.body.replaceChildren();
    await afterFrame();
    return { work: building + drawing, latency };
  },

  /** Measures `count` frames, each after one event of a gesture. */
  async frames(gesture: Gesture, count: number): Promise<FrameTimes> {
    const times = { work: [] as number[], intervals: [] as number[] };
    if (gesture === 'pan') {
      for (let step = 0; step < 10; step++) wheel(-30);
      pointer('pointerdown', 0.5, 0.5);
    }
    await afterFrame();
    for (let index = 0, last = await nextFrame(); index < count; index++) {
      const start = performance.now();
      // Requested before the page requests its own frame, so that it runs first.
      const began = nextFrame();
      sendGesture(gesture, index);
      const handled = performance.now();
      await afterFrame();
      times.work.push(handled - start + performance.now() - (await began));
      times.intervals.push((await began) - last);
      last = await began;
    }
    if (gesture === 'pan') {
      pointer('pointerup', 0.5, 0.5);
      wheel(10_000);
    }
    return times;
  },

  /** Number of different colours on the canvas; few when nothing is drawn. */
  colours(): number {
    const { width, height } = canvas();
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(canvas(), 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
  },

  /** Keeps this page's process busy, which tells it from the other processes. */
  burn(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  },
};

/** The functions that `call` can call in a page. */
export type InPage = typeof bench;

Object.assign(globalThis, {
  bench,
  acquireVsCodeApi: () => ({
    postMessage: (message: AttentionPageMessage) => receive(structuredClone(message)),
    getState: () => undefined,
    setState: (state: unknown) => void structuredClone(state),
  }),
});
