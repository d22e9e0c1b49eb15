import type { RightContextProgress, RightContextRequest, RightContextWords } from '../../contracts/expectationRequests';
import type { Inference } from '../../contracts/inference';
import { MAX_BOTH_BITS, MIN_LEFT_BITS } from '../../core/expectation/needsRightContext';
import { rankRightContextWords } from '../../core/expectation/rankRightContextWords';
import { contentWords } from '../../core/text/leaveOutFunctionWords';
import { undefinedWhenAborted } from '../../host/latestJob';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { activeEditorToRead, textToRead } from '../../host/textToRead';
import type { ModelsInUse } from '../models/modelsInUse';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';
import { GrowingWordList } from './growingWordList';
import { linesOf } from './linesOfMeasuredPart';

/**
 * Lists the words that make sense only with the right context, as they are found. Moving through the list shows them in
 * the text; closing it ends the search.
 */
export async function listRightContextWords(inference: Inference, models: ModelsInUse): Promise<void> {
  const editor = activeEditorToRead();
  if (!editor) {
    notify('The active editor shows no prompt. Open one to find its words that need what comes later.');
    return;
  }
  const read = readAroundCaret(textToRead(editor)!, editor.selection.active);
  const list = new GrowingWordList(editor, read);
  const result = await reportErrors(() => measureWords(inference, models.sides(editor.document), read, list));
  if (!result || list.isClosed) {
    list.close();
    return;
  }
  const part = partOf(result, read);
  if (list.count > 0) {
    list.finish(part);
    return;
  }
  list.close();
  notify(nothingFound(result, part));
}

/** Undefined when the user closed the list. */
function measureWords(
  inference: Inference,
  sides: ReturnType<ModelsInUse['sides']>,
  { text, focus }: ReadText,
  list: GrowingWordList,
): Promise<RightContextWords | undefined> {
  const spans = contentWords(text);
  const bounds = { minLeftBits: MIN_LEFT_BITS, maxBothBits: MAX_BOTH_BITS };
  const request: RightContextRequest = { ...sides, text, focus, ...bounds, spans };
  const found: NonNullable<RightContextProgress['word']>[] = [];
  return undefinedWhenAborted(list.signal, () =>
    inference.rightContextWords(request, list.signal, ({ share, word }) => {
      if (word) found.push(word);
      list.show(rankRightContextWords(text, found), share);
    }),
  );
}

function partOf({ measured: { start, end } }: RightContextWords, { text, positionOf }: ReadText): string {
  const isAll = text.slice(0, start).trim() === '' && text.slice(end).trim() === '';
  return isAll ? 'this prompt' : `${linesOf({ start: positionOf(start), end: positionOf(end) })}, around the caret`;
}

function nothingFound({ totalTokens }: RightContextWords, part: string): string {
  if (totalTokens === 0) return 'This prompt has no text yet. Write something first.';
  return (
    `No word in ${part} needs what comes later: what surprises the models from the left surprises them from both sides, ` +
    'too. Toggle the surprise map to see these words.'
  );
}
