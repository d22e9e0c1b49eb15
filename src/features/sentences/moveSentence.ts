import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { effectInWords } from '../../core/sentences/effectInWords';
import { movedPart } from '../../core/sentences/movedPart';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import { withoutParts } from '../../core/sentences/withoutParts';
import { cancellableProgress } from '../../host/cancellableProgress';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { activeEditorToRead } from '../../host/textToRead';
import type { ModelsInUse } from '../models/modelsInUse';
import { promptToMeasure } from './promptToMeasure';

/**
 * “Measure This Sentence Elsewhere”: says what changes when the sentence at the caret, or the one whose hover was used, is left out,
 * and when it stands at the start or the end of the prompt.
 */
export function registerMoveSentence(inference: Inference, models: ModelsInUse): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.moveSentence', (...place: unknown[]) =>
    reportErrors(async () => {
      const editor = activeEditorToRead();
      if (!editor) {
        notify('The active editor shows no prompt. Open one, and put the caret into a sentence.');
        return;
      }
      const prompt = await promptToMeasure(editor);
      const at = rangeFrom(place) ?? editor.selection;
      const parts = partsOfPrompt(prompt.text, 'sentences');
      // Sentences that touch have a place in common.
      const part =
        parts.find((each) => prompt.rangeOf(each).isEqual(at)) ??
        parts.find((each) => prompt.rangeOf(each).intersection(at) !== undefined);
      if (!part) {
        notify('There is no sentence here. Put the caret into one, and try again.');
        return;
      }
      const { id: model } = models.reading(prompt.document);
      const { text } = prompt;
      const variants = [withoutParts(text, [part]), movedPart(text, part, 'start'), movedPart(text, part, 'end')];
      const answers = prompt.answers.map((answer) => answer.text);
      const effects = await cancellableProgress('Measuring the sentence elsewhere', (signal, report) =>
        inference.variantEffects({ model, text, variants, answers, through: 'automatic' }, signal, (share) =>
          report({ share }),
        ),
      );
      if (!effects) return;
      if (effects.seenFrom.some((from) => from > 0)) {
        notify(
          'The model does not see all of this prompt, so places in it cannot be compared. Shorten it, or choose a model that reads more.',
        );
        return;
      }
      const names = prompt.answers.map(({ name }) => name);
      const [out, start, end] = effects.bits.map((bits) => bits);
      const moved = (bits: Float32Array, where: string) => atPlace(bits, names, where);
      notify(
        [
          effectInWords(out!, undefined, { answers: names, what: 'this sentence' }),
          moved(start!, 'At the start'),
          moved(end!, 'At the end'),
        ].join(' '),
      );
    }),
  );
}

/** “At the start, “Refund” costs 1.2 bits less.” */
function atPlace(bits: Float32Array, answers: readonly string[], where: string): string {
  const words = effectInWords(bits, undefined, { answers, what: 'it' });
  return words.replace('Without it', where);
}

/** The range that a hover's link names: line and character of its start and end. */
function rangeFrom(place: readonly unknown[]): vscode.Range | undefined {
  if (place.length !== 4 || !place.every((each) => Number.isInteger(each) && (each as number) >= 0)) return undefined;
  const [line, character, endLine, endCharacter] = place as [number, number, number, number];
  return new vscode.Range(line, character, endLine, endCharacter);
}
