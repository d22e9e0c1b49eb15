import type * as vscode from 'vscode';

/** For work that nobody asked for by hand: what goes wrong is logged, never shown, and the answer is undefined. */
export async function quietly<T>(
  log: vscode.LogOutputChannel,
  what: string,
  job: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
