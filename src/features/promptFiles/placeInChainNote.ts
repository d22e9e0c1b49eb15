import type * as vscode from 'vscode';
import { nameOf } from '../../core/agents/files/paths';
import { promptFileKind } from '../../core/prompts/promptFileKinds';
import { folderPath } from '../../host/agentFiles.node';
import { formatCount } from '../shared/formatNumbers';
import { codexChain, filesInBudget } from './codexChain';

/** Where a file of AGENTS.md stands among those that Codex reads. */
export interface ChainNote {
  /** For the status bar: “2nd of 3 for Codex”; empty for the only file. */
  readonly short: string;
  /** As a sentence. */
  readonly long: string;
}

/** The place of an AGENTS.md in its chain, if Codex is started in its folder; undefined for other files. */
export async function placeInChainNote({ uri }: vscode.TextDocument): Promise<ChainNote | undefined> {
  if (promptFileKind(uri.path)?.id !== 'agents' || uri.scheme === 'untitled') return undefined;
  const reading = await codexChain(uri);
  const path = folderPath(uri);
  const chain = filesInBudget(reading);
  const index = chain.findIndex((file) => file.path === path);
  const file = chain[index];
  const unread = reading.never.find((each) => each.path === path);
  if (unread) return { short: 'not read by Codex', long: `Codex does not read ${nameOf(path)}. ${unread.why}` };
  if (!file || !reading.budget) return undefined;
  const { bytes } = reading.budget;
  const end = file.bytesBefore + (file.keptBytes ?? file.bytes);
  const place = chain.length === 1 ? 'as the only file' : `as the ${ordinal(index + 1)} of ${chain.length} files`;
  const range = `bytes ${formatCount(file.bytesBefore)} to ${formatCount(end)} of ${formatCount(bytes)}`;
  const cut = file.keptBytes === undefined ? '' : ` It reads no more than ${formatCount(file.keptBytes)} bytes of it.`;
  const inChain = chain.length === 1 ? '' : `${ordinal(index + 1)} of ${chain.length} for Codex`;
  return {
    short: file.keptBytes === undefined ? inChain : 'cut by Codex',
    long: `Codex, started in this folder, reads it ${place}, ${range}.${cut}`,
  };
}

function ordinal(number: number): string {
  const ending = /1[123]$/.test(String(number)) ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
