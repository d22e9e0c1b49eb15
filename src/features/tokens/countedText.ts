import type * as vscode from 'vscode';
import { joinPromptTexts } from '../../core/prompts/joinedPromptTexts';
import { partsBetweenSeparators } from '../../core/text/partsBetweenSeparatorLines';
import type { Span } from '../../core/text/span';
import { promptTextsOf } from '../../host/promptTexts';
import { lengthOf } from './documentLength';
import { LONGEST_OUTLINED } from './maxLengthForSegmentsAndSections';
import { separatorOf } from './separatorFromSettings';

/** A part of a document that has the token limit for itself: a segment of a split prompt, or a prompt text in YAML. */
export interface CountedPart extends Span {
  readonly kind: 'segment' | 'prompt text';
  /** What people call it, such as “segment 2 of 3” or “system_prompt”. */
  readonly name: string;
}

/** The text of a document that is counted. Offsets are in UTF-16 code units. */
export interface CountedText {
  readonly parts: readonly CountedPart[];
  /** The parts in the counted text. */
  readonly spans: readonly Span[];
  toDocument(offset: number): number;
  fromDocument(span: Span): Span;
}

/** What is counted of the current version of a document. */
export function countedTextOf(document: vscode.TextDocument): CountedText {
  const texts = promptTextsOf(document);
  if (texts) {
    const { spans, toFile, fromFile } = joinPromptTexts(texts);
    const parts = texts.map(({ name, span }) => ({ ...span, kind: 'prompt text' as const, name }));
    return { parts, spans, toDocument: toFile, fromDocument: fromFile };
  }
  const spans =
    lengthOf(document) > LONGEST_OUTLINED ? [] : partsBetweenSeparators(document.getText(), separatorOf(document));
  const parts = spans.map((span, index) => ({
    ...span,
    kind: 'segment' as const,
    name: `segment ${index + 1} of ${spans.length}`,
  }));
  return { parts, spans, toDocument: (offset) => offset, fromDocument: (span) => span };
}

/** The counted text itself. */
export function textToCount(document: vscode.TextDocument): string {
  const texts = promptTextsOf(document);
  return texts ? joinPromptTexts(texts).text : document.getText();
}
