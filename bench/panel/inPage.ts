/** Runs in the page before its own script: the host of the panel, and what measures it from within. */
import type { HeadSurvey } from '../../src/contracts/attention';
import type { AttentionHostMessage, AttentionPageMessage, AttentionView } from '../../src/contracts/attentionPage';
import { attention, fill, headName, specs, survey, TOKENS } from './fixture';
import { drawLines } from './lines';

/** Milliseconds of each frame: of work on the page's thread, and since the frame before. */
export interface Frames {
  readonly work: readonly number[];
  readonly apart: readonly number[];
}

/** Milliseconds until something is painted. */
export interface Painting {
  /** From the start to the second frame after it; waiting for the screen is part of it. */
  readonly latency: number;
  /** What the page's thread did of it. */
  readonly work: number;
}

type Gesture = 'nothing' | 'pan' | 'zoom' | 'hover';

/** What the page shows at first, and then what it asks for. */
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
let size = TOKENS;
let surveys: readonly HeadSurvey[] = [];
/** Whether 'show' is answered at once, as a host does that has the weights at hand. */
let isAnswering = false;
let madeFor = '';
let maps: Extract<AttentionHostMessage, { type: 'maps' }>['maps'] = [];
/** Where each model's weights are made. */
let rooms: Float32Array[] = [];
/** Whether another head is the last one with its rows moved: the memory it takes to make one is not the page's. */
let isThrifty = false;

/** Makes the maps of a view, other ones in each of `round`s, outside of what is measured. */
function make({ models, layer, head }: AttentionView, round = 0): void {
  const names = models.map((model) => `${headName(model, layer, head)} ${round}`);
  if (madeFor === [size, ...names].join()) return;
  madeFor = [size, ...names].join();
  if (rooms[0]?.length !== size ** 2) rooms = specs.map(() => new Float32Array(size ** 2));
  maps = models.map((model, at) => {
    const index = specs.findIndex(({ id }) => id === model);
    const [spec, room] = [specs[index]!, rooms[index]!];
    const isFilled = room[0]! > 0;
    return attention(spec, isThrifty && isFilled ? room.copyWithin(size, 0) : fill(room, spec, names[at]!));
  });
}

/** Hands a message over as webviews do: a copy of it arrives in a later task. */
function post(message: AttentionHostMessage): void {
  postMessage(message, origin === 'null' ? '*' : origin);
}

function answer(): void {
  // Where a writer's caret is: behind the last token.
  const caret = maps[0]!.ends.findLast((end) => end >= 0)!;
  post({ type: 'maps', view, title: 'prompt.md', maps, caret });
  if (!view.allHeads) return;
  post({ type: 'surveys', surveys: surveys.filter(({ model }) => view.models.includes(model)) });
}

function receive(message: AttentionPageMessage): void {
  if (message.type === 'ready') post({ type: 'models', models: specs, strings: undefined, view, around: 'editor' });
  if (message.type !== 'show') return;
  view = message.view;
  if (!isAnswering) return;
  make(view);
  answer();
}

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));

/** Settles once the frame that is about to be drawn has been drawn, in a task of its own. */
async function afterFrame(): Promise<void> {
  await frame();
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
}

/** When a message arrived, and when the frame after it began: taken before the page hears of either. */
let arrived = 0;
let began: Promise<number>;
addEventListener('message', () => {
  arrived = performance.now();
  began = frame();
});

/** Measures what `start` sets off, which leads to maps being handed to the page, until these are painted. */
async function painting(start: () => void): Promise<Painting> {
  await afterFrame();
  const handled = new Promise<number>((resolve) => {
    const heard = ({ data }: MessageEvent<AttentionHostMessage>) => {
      if (data.type !== 'maps') return;
      removeEventListener('message', heard);
      resolve(performance.now());
    };
    addEventListener('message', heard);
  });
  const started = performance.now();
  start();
  const asked = performance.now() - started;
  const handling = (await handled) - arrived;
  const second = frame().then(frame);
  await afterFrame();
  const drawing = performance.now() - (await began);
  return { work: asked + handling + drawing, latency: (await second) - started };
}

function canvas(): HTMLCanvasElement {
  return document.querySelector<HTMLCanvasElement>('.heatmap')!;
}

/** The map on show is this one, or the bench measured nothing. */
function assertShown(layer: number, head: number): void {
  const label = canvas().getAttribute('aria-label')!;
  if (!label.includes(`layer ${layer + 1}, head ${head + 1}.`)) throw new Error(`Shown is: ${label}`);
}

function place(x: number, y: number) {
  const { left, top, width, height } = canvas().getBoundingClientRect();
  return { clientX: left + 68 + x * (width - 68), clientY: top + 62 + y * (height - 62), bubbles: true };
}

function pointer(type: string, x: number, y: number): void {
  const options = { ...place(x, y), pointerId: 1, pointerType: 'mouse', isPrimary: true, cancelable: true };
  canvas().dispatchEvent(new PointerEvent(type, options));
}

function wheel(deltaY: number): void {
  canvas().dispatchEvent(new WheelEvent('wheel', { ...place(0.4, 0.6), deltaY, ctrlKey: true, cancelable: true }));
}

/** One event, or what stands for many: `index` counts up by one a frame. */
function act(gesture: Gesture, index: number): void {
  const [slow, fast] = [Math.sin(index / 23), Math.sin(index / 7)];
  if (gesture === 'pan') pointer('pointermove', 0.5 + 0.4 * slow, 0.5 + 0.4 * fast);
  if (gesture === 'zoom') wheel(index % 80 < 40 ? -20 : 20);
  if (gesture === 'hover') pointer('pointermove', 0.5 + 0.45 * fast, 0.5 + 0.45 * slow);
}

const bench = {
  /** Here, and not by the test driver: what it hands over leaves tens of megabytes of its own behind. */
  makeSurveys(): void {
    surveys = specs.map(survey);
  },

  thriftyFromNowOn(): void {
    isThrifty = true;
  },

  answerFromNowOn(): void {
    isAnswering = true;
  },

  /** From handing over the first maps to their paint. */
  async firstPaint(): Promise<Painting> {
    make(view);
    const measured = await painting(answer);
    assertShown(Number(view.layer), Number(view.head));
    return measured;
  },

  /** From picking another layer or head to its paint. */
  async switchTo(what: 'layer' | 'head', value: number): Promise<Painting> {
    make({ ...view, [what]: value });
    const select = document.querySelector<HTMLElement & { value: string }>(`vscode-single-select.${what}`)!;
    const measured = await painting(() => {
      select.value = String(value);
      select.dispatchEvent(new Event('change'));
    });
    assertShown(Number(view.layer), Number(view.head));
    return measured;
  },

  /** From handing over another map of so many tokens to its paint, on a page that has painted before. */
  async paint(tokens: number, round: number): Promise<Painting> {
    size = tokens;
    make(view, round);
    return painting(answer);
  },

  /** The same for `heads` maps as lines between two columns of tokens. */
  async paintLines(tokens: number, heads: number): Promise<Painting> {
    const spec = specs[0]!;
    const maps = Array.from({ length: heads }, (_, head) =>
      fill(new Float32Array(tokens ** 2), spec, headName(spec.id, 0, head)),
    );
    const { pieces } = attention(spec, maps[0]!);
    await afterFrame();
    const started = performance.now();
    const began = frame();
    drawLines(document.body, pieces, maps);
    const building = performance.now() - started;
    const second = frame().then(frame);
    await afterFrame();
    const drawing = performance.now() - (await began);
    const latency = (await second) - started;
    document.body.replaceChildren();
    await afterFrame();
    return { work: building + drawing, latency };
  },

  /** The work and the pace of frames, each after one event of a gesture. */
  async frames(gesture: Gesture, count: number): Promise<Frames> {
    const measured = { work: [] as number[], apart: [] as number[] };
    if (gesture === 'pan') {
      for (let step = 0; step < 10; step++) wheel(-30);
      pointer('pointerdown', 0.5, 0.5);
    }
    await afterFrame();
    for (let index = 0, last = await frame(); index < count; index++) {
      const start = performance.now();
      // Asked for before the page asks for its own frame, so that it runs first.
      const began = frame();
      act(gesture, index);
      const handled = performance.now();
      await afterFrame();
      measured.work.push(handled - start + performance.now() - (await began));
      measured.apart.push((await began) - last);
      last = await began;
    }
    if (gesture === 'pan') {
      pointer('pointerup', 0.5, 0.5);
      wheel(10_000);
    }
    return measured;
  },

  /** How many colours the canvas has: few when nothing is drawn on it. */
  colours(): number {
    const { width, height } = canvas();
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(canvas(), 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
  },

  /** Keeps this page's process busy, to be told from others. */
  burn(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  },
};

export type InPage = typeof bench;

Object.assign(globalThis, {
  bench,
  acquireVsCodeApi: () => ({
    postMessage: (message: AttentionPageMessage) => receive(structuredClone(message)),
    getState: () => undefined,
    setState: (state: unknown) => void structuredClone(state),
  }),
});
