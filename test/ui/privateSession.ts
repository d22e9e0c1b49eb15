import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { filesBelow, filesHolding } from '../helpers/filesHolding';
import { inferenceProcesses } from '../helpers/inferenceProcesses';
import { familyOf, type Connection, type Trace } from '../helpers/trace';
import { Tracing } from '../helpers/tracing';
import { logged, logIn } from './ourLog';
import { Window } from './window';

/** A word that occurs nowhere but in the text written in the session. */
export const CANARY = 'zephyrquokka';

/** Connections, files and log lines that a session of everyday work in VS Code leaves behind. */
export interface PrivateSession {
  /** Connections and addressed messages of the server and all processes it started, local ones included. */
  readonly connects: number;
  /** Connections of the extension host and the processes it started. */
  readonly connectsOfHost: number;
  /** Connections of inference processes. */
  readonly connectsOfModels: number;
  /** Number of inference processes, and of the threads that they started. */
  readonly models: number;
  readonly threadsOfModels: number;
  /** Connections that left this machine. */
  readonly leaving: readonly Connection[];
  /** Environment of an inference process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Text of the extension's log. */
  readonly log: string;
  /** All lines of the prompts at the end. */
  readonly lines: readonly string[];
  /** Number of files that VS Code and its browser wrote into the profile, and which of them hold the canary. */
  readonly files: number;
  readonly holding: readonly string[];
  /** Files that were saved with the canary. They show that the search finds it. */
  readonly saved: readonly string[];
  /** Files in the home and temporary folders, and which of them hold the canary. */
  readonly left: readonly string[];
  readonly leftHolding: readonly string[];
}

/** Does everyday work with prompts in a VS Code whose server runs under strace, and collects what it left behind. */
export async function privateSession(): Promise<PrivateSession> {
  const tracing = new Tracing();
  const settings = { 'leftContext.completion.level': 'eager' };
  const window = await Window.open({ settings, under: tracing.command });
  try {
    await writes(window);
    await counts(window);
    await looks(window);
    const environment = await fails(window);
    await window.editor.end();
    return { environment, ...traces(tracing.read()), ...leftovers(window, tracing) };
  } catch (error) {
    const shot = process.env['LEFT_CONTEXT_SHOT'];
    if (shot) await window.page.screenshot({ path: shot }).catch(() => undefined);
    throw error;
  } finally {
    await window.close();
    tracing.remove();
  }
}

/** Accepts ghost text and saves the file. */
async function writes(window: Window): Promise<void> {
  await window.openFile('support-agent.txt');
  await logAll(window);
  await window.typeForGhostText(`The ${CANARY} waits. You are a helpful assi`);
  await window.page.keyboard.press('Tab');
  await window.saved('support-agent.txt', (text) => text.includes(`The ${CANARY} waits. You are a helpful assistant`));
}

/** Sets the level of the extension's log to trace. */
async function logAll(window: Window): Promise<void> {
  const { page } = window;
  await logLevels(window);
  await logLevel(page, 'Trace').click();
  await logLevels(window);
  await logLevel(page, 'Trace').locator('.codicon-check').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+End');
}

function logLevel(page: Page, name: string): Locator {
  return page.locator(`.quick-input-list .monaco-list-row:has-text("${name}")`).first();
}

/** Opens the list of the log's levels. VS Code lists a log some time after its first line. */
async function logLevels(window: Window): Promise<void> {
  const { page } = window;
  for (let attempt = 0; attempt < 10; attempt++) {
    await window.command('Developer: Set Log Level');
    await page.locator('.quick-input-widget input[placeholder*="log level" i]').fill('Left Context');
    const isThere = await logLevel(page, 'Left Context')
      .click({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    if (isThere) return;
    await page.keyboard.press('Escape');
  }
  throw new Error('VS Code does not list our log.');
}

/** Counts tokens, makes the limit strict, sees the finding and trims the prompt. */
async function counts(window: Window): Promise<void> {
  const { page } = window;
  await window.openFile('research-assistant.md');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(`The ${CANARY} reads. `);
  await window.statusItem('BERT 6').waitFor();
  await window.command('Left Context Tokens: Make Token Limit Strict…');
  await page.locator('.quick-input-title:has-text("a strict limit")').waitFor();
  await page.keyboard.press('Enter');
  await window.command('Left Context Tokens: Go to Token Limit');
  await page.locator('.squiggly-error').first().waitFor();
  await window.command('Left Context Tokens: Trim Prompt to Token Limit…');
  await page.locator('.quick-input-title:has-text("Trim to 512 tokens")').waitFor();
  await page.keyboard.press('Enter');
  await window.decide('Apply');
  await window.statusItem(/BERT (?:5\d\d|4\d\d)\/512/).waitFor();
}

/** Opens the attention panel: a layer and a head, both models, and the export as a table. */
async function looks(window: Window): Promise<void> {
  const { page } = window;
  await window.openFile('code-review.prompt.md');
  await page.keyboard.type(`\nThe ${CANARY} looks at `);
  const panel = await window.attentionPanel();
  await panel.locator('.tools vscode-toolbar-button[icon="layout"]').click();
  await panel.locator('.summaries .open:text-is("3·2")').click();
  await panel.locator('vscode-single-select.layer .text:text-is("Layer 3")').waitFor();
  await panel.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
  await window.command('Left Context Lenses: Export Attention…');
  await page.locator('.quick-input-list .monaco-list-row:has-text("Table (CSV)")').click();
  await page.waitForFunction(() =>
    document.querySelector<HTMLInputElement>('.quick-input-widget input')?.value.endsWith('attention.csv'),
  );
  await page.locator('.quick-input-widget input').press('Enter');
  await window.written('code-review.prompt-attention.csv');
  await panel.locator('.controls button[data-value="smollm2+minilm"]').click();
  await panel.locator('.row h2:has-text("MiniLM: ")').waitFor();
}

/** Restarts and crashes the models, and names models that do not exist. Returns an inference process's environment. */
async function fails(window: Window): Promise<Readonly<Record<string, string>>> {
  const { page } = window;
  const { profile } = window.editor;
  await window.command('Left Context: Why Is There No Suggestion?');
  await page.locator('.notification-list-item-message').first().waitFor();
  await window.command('Left Context Models: Restart Models');
  await window.openFile('SKILL.md');
  await window.typeForGhostText(`\nThe ${CANARY} is a helpful assi`);
  const [models] = inferenceProcesses(profile);
  assert.ok(models, 'no inference process runs');
  process.kill(models.pid, 'SIGKILL');
  await logged(profile, 'ended by itself');
  window.write('.vscode/settings.json', JSON.stringify({ 'leftContext.completion.model': 'no-such-model' }));
  await window.openFile('support-agent.txt');
  // The window notices its new settings after a while.
  for (let attempt = 0; attempt < 30 && !logIn(profile).includes('takes the place of no-such-model'); attempt++) {
    await page.keyboard.type(`\nThe ${CANARY} fails`, { delay: 40 });
    await page.waitForTimeout(500);
  }
  await logged(profile, 'takes the place of no-such-model');
  await page.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type(`# left-context: model=${CANARY}`);
  await window.statusItem('tokens not counted').waitFor();
  await logged(profile, 'Tokens not counted');
  return models.environment;
}

function traces(trace: Trace) {
  const host = familyOf(trace, /--type=extensionHost/);
  const models = familyOf(trace, /\/inference\.js"/);
  const started = trace.programs.filter(({ commandLine }) => /\/inference\.js"/.test(commandLine));
  const connectsOf = (family: ReadonlySet<number>) => trace.connections.filter(({ pid }) => family.has(pid)).length;
  return {
    connects: trace.connections.length,
    connectsOfHost: connectsOf(host),
    connectsOfModels: connectsOf(models),
    models: started.length,
    threadsOfModels: models.size - started.length,
    leaving: trace.connections.filter(({ stays }) => !stays),
  };
}

function leftovers({ editor: { profile }, folder }: Window, { left }: Tracing) {
  return {
    log: logIn(profile),
    lines: filesBelow(folder)
      .filter((file) => /\.(?:md|txt)$/.test(file))
      .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n')),
    files: filesBelow(profile).length,
    holding: filesHolding(profile, CANARY),
    saved: filesHolding(folder, CANARY),
    left: filesBelow(left),
    leftHolding: filesHolding(left, CANARY),
  };
}
