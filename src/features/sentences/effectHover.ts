import * as vscode from 'vscode';
import { effectInWords } from '../../core/sentences/effectInWords';
import type { KnownEffect } from '../../core/sentences/measuredParts';
import { escapeMarkdown } from '../shared/escapeMarkdown';

/** Commands that a hover links to. */
export const HOVER_COMMANDS = ['leftContext.moveSentence', 'leftContext.listSentenceEffects'];

/** The other parts of a group of redundant ones, as in RedundantParts. */
interface RedundantLines {
  readonly lines: readonly number[];
  readonly bits: ArrayLike<number>;
  readonly isRepeated: boolean;
}

/** What a hover needs besides the effect. */
export interface HoverContext {
  /** Name of the model, and how it reads the prompt. */
  readonly model: string;
  readonly answers: readonly string[];
  readonly noise: ArrayLike<number> | undefined;
  /** Whether divergences are lower bounds. */
  readonly isLowerBound: boolean;
  /** Groups of redundant parts that it belongs to, with the lines of the others. */
  readonly redundant: readonly RedundantLines[];
  /** The arguments of leftContext.moveSentence: where the part is in the document. */
  readonly range: vscode.Range;
}

/** The hover of a part: what leaving it out changes, in words. */
export function effectHover(effect: KnownEffect, context: HoverContext): vscode.MarkdownString {
  const { model, noise, isLowerBound, redundant, range } = context;
  const answers = context.answers.map(escapeMarkdown);
  const change = effectInWords(effect.bits, noise, { answers, what: 'this', isLowerBound });
  const lines = [
    effect.isEstimate ? `${change} An estimate: hidden from the answer only, not left out.` : change,
    ...(effect.isOld ? ['Measured before the last change.'] : []),
    ...redundant.map(({ lines: others, bits, isRepeated }) => {
      const without = effectInWords(bits, noise, { answers, what: 'all of them', isLowerBound });
      const why = isRepeated ? 'the same words stand there' : 'each can stand for the other';
      return `**Redundant** with line ${others.join(', ')}: ${why}. ${without}`;
    }),
  ];
  const place = JSON.stringify([range.start.line, range.start.character, range.end.line, range.end.character]);
  const links = `[Measure it elsewhere](command:leftContext.moveSentence?${encodeURIComponent(place)}) · [All sentences](command:leftContext.listSentenceEffects)`;
  const hover = new vscode.MarkdownString([...lines, `${model}. ${links}`].join('\n\n'));
  hover.isTrusted = { enabledCommands: HOVER_COMMANDS };
  return hover;
}
