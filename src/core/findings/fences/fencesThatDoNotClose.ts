import { IS_BAD } from '../examples/examplesInPrompt';
import { fenceLinesOf, type FenceLine } from './fenceLines';
import type { Finding } from '../finding';
import * as findingOf from './findingsOfFences';
import * as meaning from './meaningOfFences';
import { isCodeLanguage, ProseSearch } from './proseInCode';

/** Templates in which fences open and close under a condition, or as often as a loop runs. */
const TEMPLATE_TAG = /\{%|\{\{[#/]|<%/;
/** Zero-width characters before marks, so that they mean nothing. */
const HIDDEN_MARKS = /[\u200b-\u200f\u2060\ufeff]```/;

/** Texts with more findings are something else than Markdown. */
const MOST_FINDINGS = 50;

/** Finds where fence marks mean something else than their writer means. */
export function fencesThatDoNotClose(text: string): Finding[] {
  const lines = text.split('\n');
  const fences = fenceLinesOf(text, lines);
  if (HIDDEN_MARKS.test(text) || fences.some(({ info }) => TEMPLATE_TAG.test(info))) return [];
  const reader = new FenceReader(text, lines);
  for (const [index, fence] of fences.entries()) {
    reader.read(fence, fences[index - 1], fences[index + 1]);
    if (reader.findings.length > MOST_FINDINGS) return [];
  }
  return reader.end();
}

/** Reads the fences of a text as their writer means them. */
class FenceReader {
  readonly findings: Finding[] = [];
  /** Fences that hold others with as many marks. They are sure only if all fences are closed in the end. */
  private readonly nested: Finding[] = [];
  /** The fences that are open, each in the one before. */
  private readonly open: FenceLine[] = [];
  /** Those that hold other fences, and the most marks that one of these has. */
  private readonly holders = new Map<FenceLine, number>();
  /** The latest fence of code that another one in it ended. */
  private endedEarly: FenceLine | undefined;
  /** The search in the fence that is open. */
  private prose: { readonly fence: FenceLine; readonly search: ProseSearch } | undefined;
  private isUnsure = false;

  constructor(
    private readonly text: string,
    private readonly lines: readonly string[],
  ) {}

  /** Reads the next line with fence marks, given those before and behind it. */
  read(fence: FenceLine, before: FenceLine | undefined, next: FenceLine | undefined): void {
    const top = this.open.at(-1);
    if (!top) this.readOutside(fence, before, next);
    else if (meaning.isContentOf(top, fence)) return;
    else if (fence.isBehindText) {
      if (meaning.closesBehindText(this.lines, fence, next)) {
        this.findings.push(findingOf.marksBehindText(this.lines, fence, top));
        this.open.pop();
      }
    } else if (fence.info !== '') this.readWithWord(fence, top, next);
    else if (meaning.opensInMarkdown(this.lines, fence, top)) this.open.push(fence);
    else this.close(top, fence);
  }

  /** What was found, once all are read. */
  end(): Finding[] {
    const [last] = this.open;
    const prose = last && this.proseIn(last, this.lines.length);
    if (prose !== undefined && this.open.length === 1) this.addNeverClosed(last!, prose);
    if (this.isUnsure) return [];
    return this.open.length > 1 || last?.info === '' ? this.findings : [...this.findings, ...this.nested];
  }

  private readOutside(fence: FenceLine, before: FenceLine | undefined, next: FenceLine | undefined): void {
    if (meaning.isStray(this.lines, fence, before, next)) {
      this.findings.push(this.endedEarly ? this.endsEarly(this.endedEarly, fence) : findingOf.closesNothing(fence));
    } else if (!fence.isBehindText) this.open.push(fence);
    else if (meaning.opensBehindText(this.lines, fence, next)) {
      this.findings.push(findingOf.opensBehindText(fence));
      this.open.push(fence);
    } else if (fence.info === '') this.isUnsure = true;
    this.endedEarly = undefined;
  }

  private readWithWord(fence: FenceLine, top: FenceLine, next: FenceLine | undefined): void {
    const prose = this.open.length === 1 ? this.proseIn(top, fence.line) : undefined;
    if (meaning.closesWithWord(this.lines, fence, top, next)) {
      this.findings.push(findingOf.marksWithWord(fence));
      this.open.pop();
    } else if (prose !== undefined) {
      this.addNeverClosed(top, prose);
      this.open.splice(0, 1, fence);
    } else {
      this.addToHolder(top, fence);
      // Code holds no fences, but marks in its strings and remarks.
      if (!isCodeLanguage(top.info)) this.open.push(fence);
    }
  }

  private close(top: FenceLine, closing: FenceLine): void {
    this.open.pop();
    if (this.open.length > 0) {
      // Pairs of bare marks end the fence around them and open it again, so that its own last marks close it.
      if (top.info !== '') this.addToHolder(this.open.at(-1)!, top);
    } else if (this.holders.has(top)) {
      if (isCodeLanguage(top.info)) this.endedEarly = top;
      else if (meaning.endsWith(this.lines, top, closing)) this.nested.push(this.endsEarly(top, closing));
    }
  }

  private addToHolder(holder: FenceLine, { marks }: FenceLine): void {
    this.holders.set(holder, Math.max(this.holders.get(holder) ?? 0, marks.length));
  }

  private endsEarly(holder: FenceLine, closing: FenceLine): Finding {
    return findingOf.endsEarly(holder, closing, this.holders.get(holder)!);
  }

  /** Index of the first line of prose in a fence of code before the line `end`. */
  private proseIn(fence: FenceLine, end: number): number | undefined {
    if (!isCodeLanguage(fence.info)) return undefined;
    if (this.prose?.fence !== fence)
      this.prose = { fence, search: new ProseSearch(this.lines, fence.line, fence.info) };
    return this.prose.search.before(end);
  }

  private addNeverClosed(fence: FenceLine, prose: number): void {
    const isShownAsBad = IS_BAD.test(this.text.slice(Math.max(0, fence.start - 160), fence.start));
    if (!isShownAsBad) this.findings.push(findingOf.neverClosed(this.lines, fence, prose));
  }
}
