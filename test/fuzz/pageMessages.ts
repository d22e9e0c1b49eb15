import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { readHostMessage, readPageMessage } from '../../src/contracts/pageSchemas';
import type { HostMessage, PageMessage, View } from '../../src/contracts/page';
import { embeddedModels } from '../../src/core/models';
import { root } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { AttentionHost } from '../page/attentionHost';
import { PageWindow } from '../page/pageWindow';
import { anyOf, mutated } from './mutated';

const VIEW: View = {
  models: ['prompt-gpt'],
  part: 'encoder',
  layer: 3,
  head: 'mean',
  words: false,
  hideSinks: true,
  allHeads: false,
  inText: false,
};

/** One of each kind that a page may send. */
const TO_HOST: readonly PageMessage[] = [
  { type: 'ready' },
  { type: 'show', view: VIEW },
  { type: 'select', span: { start: 3, end: 9 } },
  { type: 'point', span: { start: 0, end: 0 } },
  { type: 'point', span: undefined },
  { type: 'export' },
  { type: 'open in editor' },
  { type: 'made', request: 1, content: 'svg' },
  { type: 'made', request: 2, content: new Uint8Array(4) },
  { type: 'not made', request: 3, reason: 'There is no map on show.' },
];

/** Some of those that a host may send; the page's own fuzz has them all, as it got them. */
const TO_PAGE: readonly HostMessage[] = [
  {
    type: 'models',
    models: embeddedModels.map((spec) => ({ ...spec, decoderLayers: undefined })),
    strings: { Attention: 'Attention' },
    picked: 'prompt-gpt',
    around: 'editor',
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
        written: 0,
        weights: Float32Array.of(1, 0, 0.5, 0.5),
      },
    ],
    caret: 1,
  },
  { type: 'caret', caret: 2 },
  { type: 'message', text: 'Open a prompt.' },
  { type: 'make', request: 1, making: 'png', map: 0 },
];

/**
 * Reads messages of both directions with something wrong in them.
 *
 * @returns what went wrong: a message read as something else than what it is, or an error
 */
export function fuzzPageMessages(cases: number, seed: number): string[] {
  const random = seeded(seed);
  const directions = [
    { read: readPageMessage as (data: unknown) => unknown, samples: TO_HOST as readonly unknown[] },
    { read: readHostMessage as (data: unknown) => unknown, samples: TO_PAGE as readonly unknown[] },
  ];
  const failures: string[] = [];
  for (const { read, samples } of directions) {
    failures.push(...samples.filter((sample) => !isDeepStrictEqual(read(sample), sample)).map(said));
    for (let index = 0; index < cases / directions.length; index++) {
      const data = mutated(anyOf(samples, random), random);
      try {
        const message = read(data);
        // What is read is a part of what came, never anything made of it.
        if (message !== undefined && read(message) === undefined) failures.push(said(data));
      } catch (error) {
        failures.push(`${said(data)}: ${String(error)}`);
      }
    }
  }
  return failures;
}

/**
 * Sends the panel's page, in a real Chromium, messages with something wrong in them.
 *
 * @returns errors of the page and what it refused to load, and the most milliseconds that a message took
 */
export async function fuzzPage(cases: number, seed: number): Promise<{ problems: string[]; longestMs: number }> {
  const entry = path.join(root, 'test', 'fuzz', 'inPage.ts');
  const script = buildSync({ entryPoints: [entry], bundle: true, write: false }).outputFiles[0]!.text;
  const { inference } = inferences['in this thread']!();
  const host = new AttentionHost(inference, 'You are a careful editor of prompts.');
  // What a page asks that was told of other models cannot be answered.
  const answer = (message: PageMessage) => host.receive(message, window).catch(() => undefined);
  const window: PageWindow = await PageWindow.open(answer, { script });
  try {
    await window.page.locator('.controls .segmented button').last().click();
    await window.page.locator('.tools vscode-toolbar-button[icon="layout"]').click();
    await window.settled();
    const title = await window.page.title();
    const longestMs = await window.page.evaluate(
      ([cases, seed]) => (window as unknown as { fuzz(cases: number, seed: number): number }).fuzz(cases!, seed!),
      [cases, seed],
    );
    // It is as good as new: told from the start, it shows the maps again, and has drawn them.
    await window.post({ type: 'models', models: embeddedModels, strings: undefined, around: 'editor' });
    await window.settled();
    const problems = [...window.problems];
    // It would be another one if text had been taken for HTML.
    if ((await window.page.title()) !== title) problems.push('A text was taken for HTML.');
    return { problems, longestMs };
  } finally {
    await window.close();
  }
}

function said(message: unknown): string {
  return JSON.stringify(message)?.slice(0, 300) ?? String(message);
}
