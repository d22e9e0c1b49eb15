import { isYaml, LONGEST_YAML } from '../prompts/isYamlPrompt';
import { promptTextsInPrompty } from '../prompts/promptTextsInPrompty';
import { promptTextsInYaml, type PromptText } from '../prompts/promptTextsInYaml';
import { offsetInFile } from '../prompts/stretchesInFile';
import { outlineOf, type Outline } from '../text/outline/promptOutline';
import type { CheckedFile, CheckedPrompt } from './checkedPrompt';
import type { Span } from '../text/span';
import { applyEdits } from '../text/textEdit';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';

/** A finding in a file, and the rule that found it. Offsets are UTF-16 offsets into the file. */
export interface FileFinding extends Finding {
  readonly rule: Rule;
}

/** Longest text that is checked, in UTF-16 code units. */
export const LONGEST_CHECKED = 200_000;

/** Runs rules on a file whose lines end with line feeds. Returns findings in text order, without overlaps. */
export function checkFile(file: CheckedFile, rules: readonly Rule[]): FileFinding[] {
  const checking = checkInSteps(file, rules);
  for (;;) {
    const { done, value } = checking.next();
    if (done) return value;
  }
}

/** The same, one rule a step, so that other work can go in between. */
export function* checkInSteps(file: CheckedFile, rules: readonly Rule[]): Generator<void, FileFinding[]> {
  if (file.text.trim() === '' || file.text.length > LONGEST_CHECKED) return [];
  const whole = promptOf(file, file.text);
  const parts = partsOf(file)?.map((part) => ({ part, prompt: promptOf(file, part.text) }));
  const findings: FileFinding[] = [];
  for (const rule of rules) {
    const isOfWhole = rule.reads === 'file' || !parts;
    const found = isOfWhole
      ? rule.find(whole)
      : parts.flatMap(({ part, prompt }, index) =>
          rule.find(prompt).map((finding) => inFile(file, part, index, finding)),
        );
    findings.push(...found.map((finding) => ({ ...finding, rule })));
    yield;
  }
  return withoutOverlaps(findings).sort((a, b) => a.start - b.start);
}

/** The prompt texts of a file that holds several, or something else besides; undefined where the file is the prompt. */
function partsOf({ path, text }: CheckedFile): readonly PromptText[] | undefined {
  if (path === undefined) return undefined;
  if (/\.prompty$/i.test(path)) return promptTextsInPrompty(text);
  if (!isYaml(path)) return undefined;
  return text.length > LONGEST_YAML ? [] : promptTextsInYaml(text, path);
}

/** A prompt whose outline is read when a rule asks for it. */
function promptOf(file: CheckedFile, text: string): CheckedPrompt {
  let outline: Outline | undefined;
  return {
    file,
    text,
    get outline() {
      return (outline ??= outlineOf(text));
    },
  };
}

/** Moves a finding from a part of a file to the file. `index` is that of the part. */
function inFile(file: CheckedFile, part: PromptText, index: number, finding: Finding): Finding {
  const place = ({ start, end }: Span) => ({
    start: offsetInFile(part.stretches, start),
    end: offsetInFile(part.stretches, end),
  });
  const { related, fix } = finding;
  return {
    ...finding,
    ...place(finding),
    related: related && place(related),
    fix: fix && fixInFile(file, part, index, fix),
  };
}

/** The fix, if the part then reads as it should: YAML may write the text otherwise, or need other marks around it. */
function fixInFile(file: CheckedFile, part: PromptText, index: number, fix: Fix): Fix | undefined {
  const edits = fix.edits.map((edit) => ({ ...edit, offset: offsetInFile(part.stretches, edit.offset) }));
  const after = partsOf({ ...file, text: applyEdits(file.text, edits) })?.[index];
  return after?.text === applyEdits(part.text, fix.edits) ? { ...fix, edits } : undefined;
}

/** Keeps the earlier of findings that overlap. */
function withoutOverlaps(findings: readonly FileFinding[]): FileFinding[] {
  const kept: FileFinding[] = [];
  for (const finding of findings)
    if (!kept.some(({ start, end }) => start < finding.end && finding.start < end)) kept.push(finding);
  return kept;
}
