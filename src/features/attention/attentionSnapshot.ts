import type * as vscode from 'vscode';
import type { Attention, HeadSurvey } from '../../contracts/attentionRequests';
import type { AttentionView } from '../../contracts/attentionPageMessages';
import type { ModelSpec } from '../../core/models/modelSpec';
import type { Span } from '../../core/text/span';
import { panelTitle } from './titleAboveMap';
import { caretInPart, type PromptPart } from '../shared/promptPartOfPage';
import { coverageOf } from './caretsThatMapsCover';

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

/** The snapshot of maps that models computed for a part of a prompt. */
export function snapshotOf(
  part: PromptPart,
  view: AttentionView,
  maps: readonly Attention[],
  specs: readonly ModelSpec[],
): AttentionSnapshot {
  const { covers, coversAll } = coverageOf(part, maps[0]!);
  return { ...part, view, title: panelTitle(part.document, coversAll), maps, specs, covers };
}

/** The editor's caret in the snapshot's text; undefined when the maps do not cover it, or are of another text. */
export function caretIn(snapshot: AttentionSnapshot, editor: vscode.TextEditor): number | undefined {
  const caret = caretInPart(snapshot, editor);
  return caret !== undefined && caret >= snapshot.covers.start && caret <= snapshot.covers.end ? caret : undefined;
}
