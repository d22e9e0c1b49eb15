import type * as vscode from 'vscode';
import { logReason } from './keepPromptTextOutOfLog';

/**
 * Runs background work: logs its error instead of showing it, and returns undefined then.
 *
 * @param what what did not happen, at the start of the log line
 * @param isNamedInPrompt whether the prompt itself names the model, which the log must not repeat
 */
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
