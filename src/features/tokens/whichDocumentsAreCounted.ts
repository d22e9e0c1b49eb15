import type * as vscode from 'vscode';
import { documentRole } from '../../host/documentRole';
import { setting } from '../../host/settings';
import { lengthOf } from './documentLength';

/** Longest text that is counted, in UTF-16 code units. */
export const LONGEST_TEXT = 20_000_000;

/** Whether the tokens of a document are counted: those of prompts and texts that are not too long, unless counting is off. */
export function isCountable(document: vscode.TextDocument): boolean {
  return (
    documentRole(document) !== 'other' && setting('budget.enabled', document) && lengthOf(document) <= LONGEST_TEXT
  );
}
