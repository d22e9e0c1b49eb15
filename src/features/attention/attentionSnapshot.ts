import type * as vscode from 'vscode';
import type { Attention, HeadSurvey } from '../../contracts/attentionRequests';
import type { AttentionView } from '../../contracts/attentionPageMessages';
import type { ModelSpec } from '../../core/models/modelSpec';
import { shift, type Span } from '../../core/text/span';
import { textAround } from '../../core/tokens/contextWindow';
import { toRange } from '../../host/offsetsToRanges';
import { setting } from '../../host/settings';
import { panelTitle } from './panelTitle';

/** The part of a prompt around the caret that models read for a page. Offsets are in UTF-16 code units. */
export interface PromptPart {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly text: string;
  /** Where `text` starts in the document. */
  readonly offset: number;
  /** The caret in `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens of a model in the window. */
  readonly windowTokens: number;
}

/** The attention on display. */
export interface AttentionSnapshot extends PromptPart {
  readonly view: AttentionView;
  /** Name of the prompt's file, and whether the maps cover only the part around the caret. */
  readonly title: string;
  readonly maps: readonly Attention[];
  /** The maps' models, one a map. */
  readonly specs: readonly ModelSpec[];
  /** Summaries of all heads, one a map, once they were requested. */
  readonly surveys?: readonly HeadSurvey[];
  /** Offsets in `text` at which the maps have a row for the caret; unbounded if they reach the document's end. */
  readonly covers: Span;
}

/** The part around the editor's caret. */
export function partAround({ document, selection }: vscode.TextEditor): PromptPart {
  const caret = document.offsetAt(selection.active);
  const windowTokens = setting('attention.windowTokens', document);
  const { start, text } = textAround(document.getText(), caret, windowTokens);
  return { document, version: document.version, text, offset: start, focus: caret - start, windowTokens };
}

/** The snapshot of maps that models computed for a part of a prompt. */
export function snapshotOf(
  part: PromptPart,
  view: AttentionView,
  maps: readonly Attention[],
  specs: readonly ModelSpec[],
): AttentionSnapshot {
  // Special tokens have no offset, and generated tokens have offsets beyond the text.
  const isInText = (offset: number) => offset >= 0 && offset <= part.text.length;
  const read = maps[0]!.pieces.length - maps[0]!.generated;
  const first = maps[0]!.starts.subarray(0, read).find(isInText) ?? 0;
  const last = maps[0]!.ends.subarray(0, read).findLast(isInText) ?? part.text.length;
  const whole = part.document.getText();
  const reachesStart = whole.slice(0, part.offset + first).trim() === '';
  const reachesEnd = part.offset + last >= whole.trimEnd().length;
  return {
    ...part,
    view,
    title: panelTitle(part.document, reachesStart && reachesEnd),
    maps,
    specs,
    covers: { start: first, end: reachesEnd ? Infinity : last + 1 },
  };
}

/** Whether the document is unchanged since the models read it. */
export function isCurrent({ document, version }: PromptPart): boolean {
  return !document.isClosed && document.version === version;
}

/** The editor's caret in the snapshot's text; undefined when the maps do not cover it, or are of another text. */
export function caretIn(snapshot: AttentionSnapshot, { document, selection }: vscode.TextEditor): number | undefined {
  if (snapshot.document !== document || !isCurrent(snapshot)) return undefined;
  const caret = document.offsetAt(selection.active) - snapshot.offset;
  return caret >= snapshot.covers.start && caret <= snapshot.covers.end ? caret : undefined;
}

/** The document's range of a span of the part's text; undefined for generated text, or if the document has changed. */
export function rangeOf(part: PromptPart, span: Span): vscode.Range | undefined {
  const isInText = span.end <= part.text.length;
  return isInText && isCurrent(part) ? toRange(part.document, shift(span, part.offset)) : undefined;
}
