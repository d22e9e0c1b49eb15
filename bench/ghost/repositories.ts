import path from 'node:path';
import { root } from '../../test/helpers/fixtures';
import { jsonLines } from '../jsonLines';
import { samplePrompts } from '../quality/texts';

/** Prompts that stand in one repository. */
export interface Repository {
  readonly name: string;
  readonly documents: readonly Document[];
}

export interface Document {
  readonly path: string;
  readonly text: string;
}

/** A stretch that is typed, with the text left of it. */
export interface Passage {
  readonly document: Document;
  readonly text: string;
  /** UTF-16 offsets at which typing begins and ends. */
  readonly start: number;
  readonly end: number;
  /** UTF-16 offset of the text in the document. */
  readonly offset: number;
}

/** UTF-16 code units left of a passage: as many as a context window of 1,024 tokens can take. */
const BEFORE = 4_000;
/** UTF-16 code units behind a passage, with which the last suggestion is compared. */
const BEHIND = 60;
const SHORTEST_DOCUMENT = 800;

/** The repositories of `file`, with `text`, `source` and `path` on each line; the sample prompts of the tests without one. */
export function repositoriesIn(file: string | undefined): Repository[] {
  const lines = file
    ? jsonLines(file, 'text', 'source', 'path')
    : samplePrompts().map((text, index) => ({ text, source: 'sample prompts of the tests', path: `${index}.md` }));
  const names = [...new Set(lines.map(({ source }) => source))];
  return names.map((name) => ({ name, documents: lines.filter(({ source }) => source === name) }));
}

/** `count` passages of `length` UTF-16 code units, evenly spread over the longer documents, early and late in them. */
export function passagesOf({ documents }: Repository, count: number, length: number): Passage[] {
  const long = documents.filter(({ text }) => text.length >= SHORTEST_DOCUMENT);
  return Array.from({ length: Math.min(count, long.length) }, (_, index) => {
    const document = long[Math.floor(((index + 0.5) * long.length) / Math.min(count, long.length))]!;
    const typed = Math.min(length, document.text.length >> 1);
    // Four places in turn: a third into the document, at its end, and in between.
    const place = 0.3 + (0.7 * ((index * 3) % 4)) / 3;
    const start = Math.floor((document.text.length - typed) * place);
    const from = Math.max(0, start - BEFORE);
    const text = document.text.slice(from, start + typed + BEHIND);
    return { document, text, start: start - from, end: start - from + typed, offset: from };
  });
}

/** A stretch of a paragraph that is typed, with what stands before it. */
export interface ParagraphPassage {
  readonly language: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const OTHER_LANGUAGES = ['de', 'es', 'fr', 'ru', 'zh', 'ja', 'ar'];
/** UTF-16 code units of a paragraph that are read, and that are typed, at most. */
const PARAGRAPH = { read: 300, typed: 120 };

/**
 * Passages of other languages than English, from the paragraphs that `npm run bench -- structure` has labels for: some to fit
 * weights on, and others to measure on.
 */
export function paragraphPassages(
  use: 'fit' | 'measure',
  languages: readonly string[] = OTHER_LANGUAGES,
): ParagraphPassage[] {
  const file = path.join(root, 'bench', 'structure', 'labelledSentences.jsonl');
  const all = jsonLines(file, 'language', 'text').filter(({ text }) => text.length >= 160);
  return languages.flatMap((language) => {
    const own = all.filter((each) => each.language === language);
    return Array.from({ length: Math.min(6, own.length) }, (_, index) => own[Math.floor((index * own.length) / 6)]!)
      .filter((_, index) => (index % 2 === 0) === (use === 'fit'))
      .map(({ text: paragraph }) => {
        const end = Math.min(paragraph.length, PARAGRAPH.read);
        const start = Math.max(end >> 1, end - PARAGRAPH.typed);
        return { language, text: paragraph.slice(0, end + BEHIND), start, end };
      });
  });
}
