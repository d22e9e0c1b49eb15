import { readFileSync } from 'node:fs';
import path from 'node:path';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { root } from '../../test/helpers/fixtures';
import { figure, higherIsBetter, type Row } from '../row';
import { sentencesByUnicodeAlone } from './sentencesByUnicodeAlone';

/** A text of which somebody who did not write the rules has labelled where sentences start, as UTF-16 offsets. */
interface LabelledText {
  readonly language: string;
  readonly text: string;
  readonly starts: readonly number[];
}

const GOAL = 0.97;

/**
 * For each language, the share of boundaries between sentences that are right: of those labelled and those found where none
 * is. The start of a text is none. Beside it the share by Unicode's rules alone, with which Left Context began.
 */
export function rightSentences(): Row[] {
  const texts = labelledTexts();
  return [...new Set(texts.map(({ language }) => language))].flatMap((language) => {
    const own = texts.filter((text) => text.language === language);
    const labelled = own.reduce((sum, { starts }) => sum + starts.length - 1, 0);
    const ours = shareRight(own, (text) => boundariesOf(text, 'sentence'));
    return [
      higherIsBetter(
        `${language}: share right of ${labelled} boundaries between sentences; against the goal`,
        ours,
        GOAL,
        1,
      ),
      figure(`${language}: the same by Unicode’s rules alone, as before`, shareRight(own, sentencesByUnicodeAlone)),
    ];
  });
}

function labelledTexts(): LabelledText[] {
  const file = path.join(root, 'bench', 'structure', 'labelledSentences.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as LabelledText);
}

function shareRight(texts: readonly LabelledText[], startsIn: (text: string) => readonly number[]): number {
  let [right, labelledOrFound] = [0, 0];
  for (const { text, starts } of texts) {
    const found = new Set(startsIn(text).map((start) => start + blanksAt(text, start)));
    found.delete(0);
    const labelled = starts.filter((start) => start > 0);
    const rightHere = labelled.filter((start) => found.has(start)).length;
    right += rightHere;
    labelledOrFound += labelled.length + found.size - rightHere;
  }
  return right / labelledOrFound;
}

function blanksAt(text: string, offset: number): number {
  return text.length - offset - text.slice(offset).trimStart().length;
}
