import type * as vscode from 'vscode';
import { logReason } from './logReason';

/** For work that nobody asked for by hand: what goes wrong is logged, never shown, and the answer is undefined. */
export async function logErrors<T>(
  log: vscode.LogOutputChannel,
  what: string,
  job: () => Promise<T>,
  isNamedInPrompt = false,
): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    log.warn(`${what}: ${logReason(error, isNamedInPrompt)}`);
    return undefined;
  }
}
