import * as vscode from 'vscode';
import type { Keep, TrimOptions, TrimWay } from '../../core/tokens/trimToLimit';
import { formatCount } from '../shared/formatNumbers';

const KEEPS: Record<Keep, string> = {
  start: 'Cut the end, keep the start',
  end: 'Cut the start, keep the end',
  'both ends': 'Cut the middle, keep start and end',
  middle: 'Cut both ends, keep the middle',
};

const BOUNDARIES: Record<TrimOptions['boundary'], string> = {
  sentence: 'at the end of a sentence',
  word: 'at the end of a word',
  token: 'at the exact token',
};

/** Asks which part of the prompt may be cut, and where; undefined when cancelled. */
export async function pickWay(limit: number): Promise<TrimWay | undefined> {
  const items = Object.entries(KEEPS).flatMap(([keep, label]) => [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...Object.entries(BOUNDARIES).map(([boundary, where]) => ({ label, description: where, way: { keep, boundary } })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: `Trim to ${formatCount(limit)} tokens`,
    placeHolder: 'What may be cut? You see a diff before it is applied.',
    matchOnDescription: true,
  });
  return picked && 'way' in picked ? (picked.way as TrimWay) : undefined;
}
