import type { Span } from '../text/span';
import type { LengthUnit, PromptFileLimit } from './limitsOfPromptFiles';
import { charactersOfSkillDescription } from './skillDescription';
import { utf8Length } from './utf8Length';

/**
 * Says what an agent does not read or refuses, and why, then what to do about it.
 *
 * @param span what exceeds the limit
 * @param bytesBefore bytes that count before the text
 */
export function limitExcessMessage(limit: PromptFileLimit, text: string, span: Span, bytesBefore: number): string {
  return `${limit.effect === 'refused' ? refused(limit, text) : cutOff(limit, text, span, bytesBefore)} ${limit.remedy}`;
}

function refused({ agent, value, unit }: PromptFileLimit, text: string): string {
  const length = charactersOfSkillDescription(text).length;
  return (
    `${agent} does not load this skill: its description has ${amount(length, unit)}, ` +
    `${amount(length - value, unit)} more than are allowed.`
  );
}

function cutOff(limit: PromptFileLimit, text: string, span: Span, bytesBefore: number): string {
  const unread = span.start === 0 ? 'this file' : 'what follows';
  const size = amount(sizeOf(text.slice(span.start, span.end), limit.unit), limit.unit);
  return `${limit.agent} does not read ${unread} (${size}): it reads ${whatIsRead(limit, bytesBefore)}.`;
}

function whatIsRead({ part, value, unit }: PromptFileLimit, bytesBefore: number): string {
  if (part !== 'chain') return `the first ${amount(value, unit)} of the file`;
  const above = bytesBefore === 0 ? '' : `, and what comes before this file has ${amount(bytesBefore, unit)}`;
  return `${amount(value, unit)} of all AGENTS.md files from the folder with .git down${above}`;
}

function sizeOf(text: string, unit: LengthUnit): number {
  if (unit === 'bytes') return utf8Length(text);
  return unit === 'lines' ? text.trimEnd().split('\n').length : [...text].length;
}

function amount(count: number, unit: LengthUnit): string {
  const units = unit === 'UTF-16 units' ? 'characters' : unit;
  return `${count.toLocaleString('en')} ${count === 1 ? units.slice(0, -1) : units}`;
}
