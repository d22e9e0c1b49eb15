import type * as vscode from 'vscode';
import { sectionAt } from '../../core/text/sectionsByHeadingAndRole';
import type { Span } from '../../core/text/span';
import { readStructureInSlices } from '../../host/readStructureInSlices';
import { lengthOf } from './documentLength';
import { LONGEST_OUTLINED } from './maxLengthForSegmentsAndSections';

/** A part of the text that the tooltip counts by itself. */
interface CountedPart {
  readonly title: string;
  readonly spans: readonly Span[];
}

/**
 * The selection and the section at the caret, where there are any; the selection first.
 *
 * @param part the part at the caret of a document that has parts with a limit of their own. They are its sections
 */
export async function partsOf(
  { document, selections, selection }: vscode.TextEditor,
  part: Span | undefined,
): Promise<CountedPart[]> {
  const parts: CountedPart[] = [];
  const selected = selections.filter((each) => !each.isEmpty);
  if (selected.length > 0) {
    const spans = selected.map((each) => ({ start: document.offsetAt(each.start), end: document.offsetAt(each.end) }));
    parts.push({ title: selected.length === 1 ? 'selection' : `${selected.length} selections`, spans });
  }
  if (!part && lengthOf(document) <= LONGEST_OUTLINED) {
    const [text, caret] = [document.getText(), document.offsetAt(selection.active)];
    await readStructureInSlices(text);
    const section = sectionAt(text, caret);
    if (section) parts.push({ title: `section “${section.title.slice(0, 40)}”`, spans: [section.span] });
  }
  return parts;
}
