import type { AgentRule } from './agentRule';
import { textIn, type FileContent } from './files/readableFiles';
import type { ReadingInProgress } from './reading';

/** A file is loaded as a whole, as `text` if that is not the file as it is. */
export function loadWhole(
  reading: ReadingInProgress,
  file: FileContent,
  why: string,
  rule: AgentRule,
  text = textIn(file),
): void {
  if (reading.has(file.path)) return;
  if (reading.sent.length > 0) reading.sent.push({ text: '\n\n' });
  reading.load({
    path: file.path,
    bytes: file.size,
    why,
    rule,
    unread: file.unread,
  });
  reading.sent.push({ text, path: file.path });
}
