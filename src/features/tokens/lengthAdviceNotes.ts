import type * as vscode from 'vscode';
import { lengthAdvice } from '../../core/prompts/lengthAdvice';
import { promptFileKind } from '../../core/prompts/promptFileKinds';
import { isPrompt } from '../../host/documentRole';
import { formatCount } from '../shared/formatNumbers';
import type { TokenCounts } from './countVisiblePrompts';
import { lengthOf } from './documentLength';
import { LONGEST_OUTLINED } from './maxLengthForSegmentsAndSections';

/**
 * What is advised about the length of a prompt file of this kind, such as SKILL.md, and how long it is, as Markdown. The
 * tokenizer that whoever advises has in mind is not known, so the length is “about”.
 */
export async function adviceOn(document: vscode.TextDocument, counts: TokenCounts): Promise<string[]> {
  const kind = isPrompt(document) ? promptFileKind(document.uri.path) : undefined;
  if (!kind || lengthOf(document) > LONGEST_OUTLINED) return [];
  const advice = lengthAdvice(kind.id, document.getText());
  if (advice.length === 0) return [];
  const spans = advice.map(({ span }) => span);
  const counted = (await counts.inSpans(document, spans))?.[0];
  if (!counted) return [];
  return advice.map(({ message, limit }, index) => {
    const { count, specialTokens } = counted.spanCounts[index]!;
    const tokens = count - specialTokens;
    const about = `about ${formatCount(Number(tokens.toPrecision(2)))}`;
    return tokens > limit.value
      ? `${message} It has ${about} now.`
      : `Below the front matter are ${about} of the ${formatCount(limit.value)} ${limit.unit} that are advised at most.`;
  });
}
