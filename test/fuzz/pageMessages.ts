import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Inference } from '../../src/contracts/inference';
import type { InsideHostMessage, InsidePageMessage } from '../../src/contracts/insidePageMessages';
import { readInsideHostMessage, readInsidePageMessage } from '../../src/contracts/insidePageMessageSchemas';
import type {
  AttentionHostMessage,
  AttentionPageMessage,
  AttentionView,
} from '../../src/contracts/attentionPageMessages';
import { readAttentionHostMessage, readAttentionPageMessage } from '../../src/contracts/attentionPageMessageSchemas';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import { root } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { AttentionHost } from '../page/attentionHost';
import { InsideHost, type InsideWindow } from '../page/insideHost';
import { PageWindow } from '../page/pageWindow';
import { INSIDE_TO_HOST, INSIDE_TO_PAGE } from './insideMessages';
import { anyOf, mutated } from './mutated';

const VIEW: AttentionView = {
  models: ['prompt-gpt'],
  part: 'encoder',
  layer: 3,
  head: 'mean',
  words: false,
  hideSinks: true,
  allHeads: false,
  inText: false,
  windowTokens: undefined,
};

/** One message of each kind that the page may send. */
const TO_HOST: readonly AttentionPageMessage[] = [
  { type: 'ready' },
  { type: 'show', view: VIEW },
  { type: 'show', view: { ...VIEW, windowTokens: 512 } },
  { type: 'try again' },
  { type: 'select', span: { start: 3, end: 9 } },
  { type: 'point', span: { start: 0, end: 0 } },
  { type: 'point', span: undefined },
  { type: 'export' },
  { type: 'open in editor' },
  { type: 'rendered', request: 1, content: 'svg' },
  { type: 'rendered', request: 2, content: new Uint8Array(4) },
  { type: 'render failed', request: 3, reason: 'There is no map on show.' },
];

/** Some messages that the host may send. The tests in the page mutate all that it received. */
const TO_PAGE: readonly AttentionHostMessage[] = [
  {
    type: 'models',
    models: embeddedModels.map((spec) => ({ ...spec, decoderLayers: undefined })),
    strings: { Attention: 'Attention' },
    requestedModel: 'prompt-gpt',
    environment: 'editor',
    view: VIEW,
  },
  {
    type: 'maps',
    view: VIEW,
    title: 'prompt.md',
    maps: [
      {
        model: 'prompt-gpt',
        task: 'causal',
        pieces: ['a', 'b'],
        starts: Int32Array.of(0, 1),
        ends: Int32Array.of(1, 2),
        generated: 0,
        sinks: [0],
        isRounded: false,
        weights: Float32Array.of(1, 0, 0.5, 0.5),
      },
    ],
    windowTokens: 64,
    caret: 1,
  },
  { type: 'caret', caret: 2 },
  { type: 'message', text: 'Open a prompt.' },
  { type: 'message', text: 'The models crashed.', canRetry: true },
  { type: 'render', request: 1, format: 'png', map: 0 },
];

/**
 * Reads mutated messages of both pages, in both directions.
 *
 * @returns failures: messages that were changed by reading, and errors
 */
export function fuzzPageMessages(cases: number, seed: number): string[] {
  const random = seeded(seed);
  const directions = [
    { read: readAttentionPageMessage as (data: unknown) => unknown, samples: TO_HOST as readonly unknown[] },
    { read: readAttentionHostMessage as (data: unknown) => unknown, samples: TO_PAGE as readonly unknown[] },
    { read: readInsidePageMessage as (data: unknown) => unknown, samples: INSIDE_TO_HOST as readonly unknown[] },
    { read: readInsideHostMessage as (data: unknown) => unknown, samples: INSIDE_TO_PAGE as readonly unknown[] },
  ];
  const failures: string[] = [];
  for (const { read, samples } of directions) {
    failures.push(...samples.filter((sample) => !isDeepStrictEqual(read(sample), sample)).map(describe));
    for (let index = 0; index < cases / directions.length; index++) {
      const data = mutated(anyOf(samples, random), random);
      try {
        const message = read(data);
        // A message that was read is valid itself.
        if (message !== undefined && read(message) === undefined) failures.push(describe(data));
      } catch (error) {
        failures.push(`${describe(data)}: ${String(error)}`);
      }
    }
  }
  return failures;
}

/** Results of messages to a page: its errors and blocked loads, and the longest time for one message, in milliseconds. */
interface PageFigures {
  readonly problems: string[];
  readonly longestMs: number;
}

/** Sends mutated messages to the attention panel's page in a real Chromium. */
export async function fuzzAttentionPage(cases: number, seed: number): Promise<PageFigures> {
  const host = new AttentionHost(inference(), 'You are a careful editor of prompts.');
  // Requests for models that a mutated message named cannot be answered.
  const answer = (message: AttentionPageMessage, page: PageWindow) =>
    host.receive(message, page).catch(() => undefined);
  const window = await PageWindow.open(answer, { script: senderScript() });
  try {
    await window.page.locator('.controls .segmented button').last().click();
    await window.page.locator('.tools vscode-toolbar-button[icon="layout"]').click();
    await window.settled();
    return await sendTo(window, cases, seed, async () => {
      await window.post({ type: 'models', models: embeddedModels, strings: undefined, environment: 'editor' });
      await window.settled();
    });
  } finally {
    await window.close();
  }
}

/** Sends mutated messages to the page for a model's inside in a real Chromium. */
export async function fuzzInsidePage(cases: number, seed: number): Promise<PageFigures> {
  const host = new InsideHost(inference(), 'You are a careful editor of prompts.', { topic: 'next token' });
  const answer = (message: InsidePageMessage, page: InsideWindow) => host.receive(message, page).catch(() => undefined);
  const window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(answer, {
    name: 'inside',
    script: senderScript(),
  });
  const shows = (section: string) => window.page.locator(`.panel:not(.outdated) section.${section}`).waitFor();
  try {
    await shows('next-token');
    for (const topic of ['similarity', 'steps', 'positions']) {
      await window.page.locator(`button[data-value="${topic}"]`).click();
      await shows(topic);
    }
    await window.page.locator('.positions .action').click();
    await window.page.locator('.moved blockquote').waitFor();
    return await sendTo(window, cases, seed, async () => {
      await window.post({ type: 'models', models: embeddedModels, strings: undefined, topic: 'similarity' });
      await shows('similarity');
    });
  } finally {
    await window.close();
  }
}

/** @param reset sends the page its initial messages and waits until it shows them */
async function sendTo<Sent, Posted>(
  window: PageWindow<Sent, Posted>,
  cases: number,
  seed: number,
  reset: () => Promise<void>,
): Promise<PageFigures> {
  const title = await window.page.title();
  const longestMs = await window.page.evaluate(
    ([cases, seed]) => (globalThis as unknown as { fuzz(cases: number, seed: number): number }).fuzz(cases!, seed!),
    [cases, seed],
  );
  // The page still works.
  await reset();
  const problems = [...window.problems];
  // A strange value sets another title if it is inserted as HTML.
  if ((await window.page.title()) !== title) problems.push('A text was inserted as HTML.');
  return { problems, longestMs };
}

/** The script that runs in the page and sends it the messages. */
function senderScript(): string {
  const entry = path.join(root, 'test', 'fuzz', 'inPage.ts');
  return buildSync({ entryPoints: [entry], bundle: true, write: false }).outputFiles[0]!.text;
}

function inference(): Inference {
  return inferences['in this thread']!().inference;
}

function describe(message: unknown): string {
  return JSON.stringify(message)?.slice(0, 300) ?? String(message);
}
