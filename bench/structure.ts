import { readFileSync } from 'node:fs';
import { markdownParser } from '../src/core/text/structure/markdownParser';
import { sentenceStartsOfBlock } from '../src/core/text/structure/sentenceStartsOfBlock';
import { readStructure, structureOf } from '../src/core/text/structure/textStructure';
import { lowerIsBetter, percentile, type Row } from './row';
import { docs } from './structure/docs';
import { rightSentences } from './structure/rightSentences';

/** UTF-16 code units of the text that is read. */
const LENGTH = 100_000;
const FRAME_MS = 16;
const SLICE_MS = 10;
const WARM_UP_KEYS = 50;
const WARM_UP_ROUNDS = 25;
const TIMES_OF_PARSER_AND_SPLITTER = 2;

/**
 * Reading the structure of a text, FILE or our own documentation: how long it takes, and how many sentences of labelled
 * texts are found.
 */
export function structure(quick: boolean, file: string | undefined): Promise<Row[]> {
  const source = file ? readFileSync(file, 'utf8') : docs();
  const text = source.repeat(Math.ceil(LENGTH / source.length)).slice(0, LENGTH);
  const rounds = quick ? 25 : 100;
  return Promise.resolve([
    wholeText(text, rounds),
    keystrokes(text, rounds * 2),
    longestSlice(text, rounds),
    ...rightSentences(),
  ]);
}

/** Reads a text that nothing is known of, against the Markdown parser and Intl.Segmenter alone. */
function wholeText(text: string, rounds: number): Row {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const texts = Array.from({ length: WARM_UP_ROUNDS + rounds }, (_, round) => unlike(text, round));
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (const unread of texts) {
    ours.push(processorTime(() => readSentences(unread)));
    theirs.push(
      processorTime(() => {
        markdownParser.parse(text);
        for (const paragraph of text.split(/\n\n+/)) Array.from(segmenter.segment(paragraph));
      }),
    );
  }
  const what = 'ms of the processor to read 100 kB, blocks and sentences; against parser and splitter alone';
  const [our, their] = [ours, theirs].map((times) => percentile(times.slice(WARM_UP_ROUNDS), 0.5)) as [number, number];
  return lowerIsBetter(what, our, their, 1 / TIMES_OF_PARSER_AND_SPLITTER);
}

/** Milliseconds of the processor, which other work on the machine does not lengthen. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Reads a text again after each keystroke. */
function keystrokes(text: string, count: number): Row {
  let written = text;
  readSentences(written);
  const times = Array.from({ length: WARM_UP_KEYS + count }, (_, key) => {
    const offset = Math.floor((text.length / 2 + 997 * key) % text.length);
    written = written.slice(0, offset) + 'etaoin shrdlu'[key % 13]! + written.slice(offset);
    const start = performance.now();
    readSentences(written);
    return performance.now() - start;
  });
  const what = `ms to read 100 kB after a keystroke, 95th percentile of ${count}; against a frame`;
  return lowerIsBetter(what, percentile(times.slice(WARM_UP_KEYS), 0.95), FRAME_MS, 1);
}

/** The longest of the steps in which a text can be read, with other work in between; the median of several rounds. */
function longestSlice(text: string, rounds: number): Row {
  const longest = Array.from({ length: rounds }, (_, round) => {
    const steps = readStructure(unlike(text, -round));
    let most = 0;
    for (let done: boolean | undefined = false; !done;) {
      const start = performance.now();
      do done = steps.next().done;
      while (!done && performance.now() - start < SLICE_MS / 2);
      most = Math.max(most, performance.now() - start);
    }
    return most;
  });
  return lowerIsBetter('ms of the longest slice of reading 100 kB', percentile(longest, 0.5), SLICE_MS, 1);
}

function readSentences(text: string): void {
  for (const block of structureOf(text).blocks) sentenceStartsOfBlock(text, block);
}

/** The text with most of its lines changed, so that nothing that was read before helps. */
function unlike(text: string, number: number): string {
  return text.replace(/\n(?=\w)/g, `\n${number} `);
}
