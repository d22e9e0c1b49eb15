import * as vscode from 'vscode';
import type { Attention, HeadSurvey } from '../../contracts/attention';
import type { AttentionView } from '../../contracts/attentionPage';
import { textAround } from '../../core/tokens/contextWindow';
import type { ModelSpec } from '../../core/models/modelSpec';
import { shift, type Span } from '../../core/text/span';
import { toRange } from '../../host/ranges';
import { setting } from '../../host/settings';

/** The part of a prompt that attention is asked for. */
export interface CaretPart {
  readonly document: vscode.TextDocument;
  readonly version: number;
  /** What the models are given, and where it starts in the document. */
  readonly text: string;
  readonly offset: number;
  /** Where the window lies around, in `text`. */
  readonly focus: number;
  /** Most tokens of a model in the window. */
  readonly windowTokens: number;
}

/** What a page shows. */
export interface AttentionSnapshot extends CaretPart {
  readonly view: AttentionView;
  /** Name of the prompt's file, and that it is a part of it if it is. */
  readonly title: string;
  readonly maps: readonly Attention[];
  /** What their models can do, one a map. */
  readonly specs: readonly ModelSpec[];
  /** What the heads do, once that was asked for. */
  readonly surveys?: readonly HeadSurvey[];
  /** Offsets into `text` between which a caret stands in the maps; behind the last word of a document it always does. */
  readonly covers: Span;
}

/** The part around the editor's caret. */
export function partAround({ document, selection }: vscode.TextEditor): CaretPart {
  const caret = document.offsetAt(selection.active);
  const windowTokens = setting('attention.windowTokens', document);
  const { start, text } = textAround(document.getText(), caret, windowTokens);
  return { document, version: document.version, text, offset: start, focus: caret - start, windowTokens };
}

export function snapshotOf(
  part: CaretPart,
  view: AttentionView,
  maps: readonly Attention[],
  specs: readonly ModelSpec[],
): AttentionSnapshot {
  // What a model wrote itself stands behind the text.
  const isRead = (offset: number) => offset >= 0 && offset <= part.text.length;
  const read = maps[0]!.pieces.length - maps[0]!.generated;
  const [starts, ends] = [maps[0]!.starts.subarray(0, read), maps[0]!.ends.subarray(0, read)];
  const first = starts.find(isRead) ?? 0;
  const last = ends.findLast(isRead) ?? part.text.length;
  const whole = part.document.getText();
  const isBeginning = whole.slice(0, part.offset + first).trim() === '';
  const isEnd = part.offset + last >= whole.trimEnd().length;
  const name = titleOf(part);
  return {
    ...part,
    view,
    title: isBeginning && isEnd ? name : vscode.l10n.t('{0}, around the caret', name),
    maps,
    specs,
    covers: { start: first, end: isEnd ? Infinity : last + 1 },
  };
}

/** Name of the prompt's file. */
export function titleOf({ document }: CaretPart): string {
  return vscode.workspace.asRelativePath(document.uri).replaceAll('\\', '/').split('/').at(-1)!;
}

/** Whether the document is still as it was when the maps were made. */
export function isCurrent({ document, version }: AttentionSnapshot): boolean {
  return !document.isClosed && document.version === version;
}

/** The editor's caret in the text on show; undefined when the maps do not cover it, or are of another text. */
export function caretIn(shown: AttentionSnapshot, { document, selection }: vscode.TextEditor): number | undefined {
  if (shown.document !== document || !isCurrent(shown)) return undefined;
  const caret = document.offsetAt(selection.active) - shown.offset;
  return caret >= shown.covers.start && caret <= shown.covers.end ? caret : undefined;
}

/** Where a span of the text on show stands in its document now; undefined when that has changed, or is not in it. */
export function rangeOf(shown: AttentionSnapshot, span: Span): vscode.Range | undefined {
  const isInText = span.end <= shown.text.length;
  return isInText && isCurrent(shown) ? toRange(shown.document, shift(span, shown.offset)) : undefined;
}
