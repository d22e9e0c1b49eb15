import type * as vscode from 'vscode';
import type { TrimWay } from '../../core/tokens/trimToLimit';
import { formatCount } from '../shared/formatNumbers';
import type { DocumentCount } from './countVisiblePrompts';

/** The quick fixes of a prompt that exceeds its limit; the first one is preferred. */
export function fixesFor({ main, segments }: DocumentCount): vscode.Command[] {
  const cutTheEnd: TrimWay = { keep: 'start', boundary: 'sentence' };
  const limit = formatCount(main.limit);
  const trims = [
    { title: `Trim to ${limit} tokens`, command: 'leftContext.trimToLimit', arguments: [cutTheEnd] },
    { title: 'Trim in another way…', command: 'leftContext.trimToLimit' },
  ];
  // A split prompt is not trimmed as a whole.
  return [
    ...(segments.length > 0 ? [] : trims),
    { title: 'Split into segments…', command: 'leftContext.split' },
    // The prompt may be meant for another model.
    { title: 'Count for another model…', command: 'leftContext.chooseModel', arguments: ['counting'] },
  ];
}
