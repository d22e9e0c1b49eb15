import type * as vscode from 'vscode';
import type { TrimWay } from '../../core/tokens/trimToLimit';
import { formatCount } from '../shared/formatNumbers';
import type { DocumentCount } from './countVisiblePrompts';

/** The quick fixes of a prompt that exceeds its limit. The first one is preferred; those that delete text come last. */
export function fixesFor({ main, parts }: DocumentCount): vscode.Command[] {
  const cutTheEnd: TrimWay = { keep: 'start', boundary: 'sentence' };
  const limit = formatCount(main.limit);
  const trims = [
    { title: `Trim to ${limit} tokens`, command: 'leftContext.trimToLimit', arguments: [cutTheEnd] },
    { title: 'Trim in another way…', command: 'leftContext.trimToLimit' },
  ];
  return [
    { title: 'Split into segments…', command: 'leftContext.split' },
    // The prompt may be meant for another model.
    { title: 'Count for another model…', command: 'leftContext.countFor' },
    { title: 'Drop the strict token limit', command: 'leftContext.useNoLimit' },
    // A prompt of several parts is not trimmed as a whole.
    ...(parts.length > 0 ? [] : trims),
  ];
}
