import path from 'node:path';
import * as vscode from 'vscode';
import { forkInference } from '../../src/host/forkInference.node';
import { InferenceProcess } from '../../src/host/startAndRestartInferenceProcess.node';

export const AMPLE_MB = 4_000;
export const HOUR_MS = 3_600_000;

/** Starts an inference process beside the extension's own. */
export function startSeparateInference(
  log: vscode.LogOutputChannel,
  memoryLimit = AMPLE_MB,
  idleMs = () => HOUR_MS,
): InferenceProcess {
  const { extensionPath } = vscode.extensions.getExtension('left-context.left-context')!;
  const main = path.join(extensionPath, 'dist', 'inference.js');
  const embedded = path.join(extensionPath, 'models');
  const options = { main, embedded, downloaded: embedded, contributed: [], threads: 1, memoryLimit, releaseAfter: 10 };
  return new InferenceProcess(() => forkInference(options), idleMs, log);
}
