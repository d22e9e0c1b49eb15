import { parseYaml } from '../prompts/parseYaml';
import { frontMatterLength } from '../text/frontMatter';
import { structureOf } from '../text/structure/textStructure';

/** An answer that a writer keeps beside a prompt. */
export interface Answer {
  readonly name: string;
  readonly text: string;
}

/** The name of an answer without one. */
const UNNAMED = 'Answer';
const FENCE = /^(?:`{3,}|~{3,})/;
const FENCED = /^(`{3,}|~{3,})[^\n]*\n([^]*?)\n?\1[ \t]*$/;

/** The file of the answers to the prompt at `path`: `review.answers.md` beside `review.md`. */
export function answersFileOf(path: string): string {
  const nameStart = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  return `${dot > nameStart ? path.slice(0, dot) : path}.answers.md`;
}

/** Whether a file holds the answers to a prompt. */
export function isAnswersFile(path: string): boolean {
  return path.toLowerCase().endsWith('.answers.md');
}

/**
 * The answers in a file of answers: each below a heading of level 2 with its name. Without such headings, all of the file is
 * one. An answer that has headings itself stands in a code fence. Empty ones are left out.
 */
export function answersInFile(markdown: string): Answer[] {
  const headings = structureOf(markdown).blocks.filter(({ kind, depth }) => kind === 'heading' && depth === 0);
  const names = headings.filter(({ level }) => level === 2);
  if (names.length === 0) {
    const title = headings.find(({ level }) => level === 1);
    return named(UNNAMED, markdown.slice(title?.end ?? 0));
  }
  return names.flatMap(({ start, end }, index) =>
    named(markdown.slice(start, end).replace(/^#+|#+\s*$/g, ''), markdown.slice(end, names[index + 1]?.start)),
  );
}

/** The answers that a prompt's front matter lists under `answers`: texts, or texts by name. */
export function answersInFrontMatter(prompt: string): Answer[] {
  const [, ...lines] = prompt.slice(0, frontMatterLength(prompt)).split('\n');
  const fields = parseYaml(lines.join('\n').replace(/\n(?:---|\+\+\+)\s*$/, ''))[0]?.toJSON() as unknown;
  const answers = (fields as { readonly answers?: unknown } | undefined)?.answers;
  if (typeof answers === 'string') return named(UNNAMED, answers);
  if (typeof answers !== 'object' || answers === null) return [];
  const isList = Array.isArray(answers);
  return Object.entries(answers).flatMap(([key, text]: [string, unknown]) =>
    typeof text === 'string' ? named(isList ? `${UNNAMED} ${Number(key) + 1}` : key, text) : [],
  );
}

/** A file of answers with one more. */
export function withAnswer(markdown: string, { name, text }: Answer): string {
  const isMarkdown = FENCE.test(text.trim()) || structureOf(text).blocks.some(({ kind }) => kind === 'heading');
  const fence = '`'.repeat(Math.max(3, ...Array.from(text.matchAll(/`+/g), ([marks]) => marks.length + 1)));
  const body = isMarkdown ? `${fence}\n${text.trim()}\n${fence}` : text.trim();
  const before = markdown.trim() === '' ? '# Answers' : markdown.trimEnd();
  return `${before}\n\n## ${name}\n\n${body}\n`;
}

function named(name: string, body: string): Answer[] {
  const text = body.trim();
  const [, marks, inner] = FENCED.exec(text) ?? [];
  const isOneFence = inner !== undefined && !inner.split('\n').some((line) => line.startsWith(marks!));
  const answer = isOneFence ? inner.trim() : text;
  return answer === '' ? [] : [{ name: name.trim() || UNNAMED, text: answer }];
}
