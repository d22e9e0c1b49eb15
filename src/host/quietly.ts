import type * as vscode from 'vscode';
import { reasonForLog } from './reasonForLog';

/** For work that nobody asked for by hand: what goes wrong is logged, never shown, and the answer is undefined. */
export async function quietly<T>(
  log: vscode.LogOutputChannel,
  what: string,
  job: () => Promise<T>,
  isNamedInPrompt = false,
): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    log.warn(`${what}: ${reasonForLog(error, isNamedInPrompt)}`);
    return undefined;
  }
}
