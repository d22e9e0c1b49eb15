/** Runs inside the extension host, as a bundle: opens the files that files.json beside it lists, one after the other. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FileToOpen, Observation } from './observation';
import { observeFile } from './observeFile';

export async function run(): Promise<void> {
  const files = JSON.parse(readFileSync(path.join(__dirname, 'files.json'), 'utf8')) as FileToOpen[];
  const observations: (Observation | null)[] = [];
  for (const file of files) {
    observations.push(await observeFile(file).catch(() => null));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
  writeFileSync(path.join(__dirname, 'observations.json'), JSON.stringify(observations));
}
