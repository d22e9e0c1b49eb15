import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { type NoPassage, passageAt } from '../../core/expectation/passageAtSelection';
import type { Span } from '../../core/text/span';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import { howMuchIsReadAtOnce } from '../../core/tokens/howMuchIsReadAtOnce';
import type { ModelInUse } from '../models/modelsInUse';
import { textToRead } from '../../host/textToRead';
import { readBeforeEnd, type ReadText } from '../shared/textAroundCaret';

/** A part of a prompt, and the end of the prompt, as much as a model can read. */
export interface Passage extends ReadText {
  readonly span: Span;
}

/** The selection, or the sentence at the caret; the reason where there is nothing to measure. */
export function passageOf(editor: vscode.TextEditor): Passage | NoPassage {
  const read = readBeforeEnd(textToRead(editor)!);
  const { start, end } = editor.selection;
  const span = passageAt(read.text, { start: read.offsetOf(start), end: read.offsetOf(end) });
  return typeof span === 'string' ? span : { ...read, span };
}

/**
 * The passage, if the model can read as far back from the end of the prompt; otherwise it rejects. An answer takes room, too, so
 * a passage that is near enough can still be too far back for a long answer.
 */
export async function refuseTooFarBack(
  inference: Inference,
  { id: model, label }: Pick<ModelInUse, 'id' | 'label'>,
  passage: Passage | 'not read',
): Promise<Passage> {
  const { signal } = new AbortController();
  const { contextLength } = await inference.describe({ model }, signal);
  const room = Math.min(contextLength ?? MAX_CONTEXT_TOKENS, MAX_CONTEXT_TOKENS);
  if (passage !== 'not read') {
    const toEnd = await inference.tokenize({ model, text: passage.text.slice(passage.span.start) }, signal);
    if (toEnd.ids.length <= room) return passage;
  }
  throw new Error(
    'This stands too far from the end of the prompt, so nothing here changes what the model expects there. ' +
      `${howMuchIsReadAtOnce(label, contextLength)} Measure a passage nearer the end, or shorten the prompt.`,
  );
}
