import * as vscode from 'vscode';
import { setting } from './settings';

const MINUTE_MS = 60_000;

/**
 * Milliseconds without a request after which the inference process ends, which gives all memory back. Nobody types in a
 * window without focus, and the window that has it may need the memory for the same models.
 */
export function idleMs(isFocused = vscode.window.state.focused): number {
  return (isFocused ? setting('memory.releaseAfter') : 1) * MINUTE_MS;
}
