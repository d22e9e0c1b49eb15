import * as vscode from 'vscode';
import { matters, type KnownEffect } from '../../core/sentences/measuredParts';
import { modelsForLongPrompt } from '../../core/sentences/modelsForLongPrompt';
import { escapeMarkdown } from '../shared/escapeMarkdown';

/** What the tooltip says besides the effects. */
export interface MapContext {
  readonly model: string;
  readonly answers: readonly string[];
  readonly noise: ArrayLike<number> | undefined;
  /** Whether divergences are lower bounds. */
  readonly isLowerBound: boolean;
  /** Lines at the start of the prompt that the model does not see. */
  readonly unseenLines: number;
  /** Tokens of the whole prompt and its longest answer. */
  readonly allTokens: number;
}

/** The status item's tooltip: how many parts matter for what, how that is measured, and what is missing. */
export function sentenceMapTooltip(
  effects: readonly KnownEffect[],
  parts: number,
  { model, answers, noise, isLowerBound, unseenLines, allTokens }: MapContext,
): vscode.MarkdownString {
  const count = effects.filter((effect) => matters(effect, noise)).length;
  const named = answers.map((name) => `“${escapeMarkdown(name)}”`).join(', ');
  const subject =
    answers.length === 0
      ? 'what the model expects as the next token behind the prompt'
      : `${answers.length === 1 ? 'the answer' : 'the answers'} ${named}`;
  const old = effects.filter(({ isOld }) => isOld).length;
  const estimates = effects.filter(({ isEstimate }) => isEstimate).length;
  const lines = [
    noise
      ? `**${count} of ${effects.length}** sentences, list items and headings change ${subject} by more than a sentence without meaning does when they are left out.`
      : `Each of ${parts} sentences, list items and headings is left out once, to see how that changes ${subject}.`,
    `${model}. Blue makes ${answers.length === 0 ? 'the difference' : 'the answers likelier'}${answers.length === 0 ? '' : ', violet less likely'}.`,
    ...(answers.length === 0
      ? ['[Keep an answer](command:leftContext.keepAnswer) beside the prompt to see what each sentence does for it.']
      : []),
    ...(isLowerBound && answers.length === 0
      ? ['Each change is at least as large as shown: the engine lists only the likeliest tokens.']
      : []),
    ...(old > 0
      ? [
          `${old} paler ones were measured before the last change. [Measure all again](command:leftContext.measureSentencesAgain).`,
        ]
      : []),
    ...(estimates > 0 ? [`${estimates} are estimates: the prompt has many, so only the largest are measured.`] : []),
    ...(unseenLines > 0 ? [unseen(unseenLines, allTokens)] : []),
    ...(noise && effects.length < parts && unseenLines === 0
      ? [`${parts - effects.length} were not measured: the prompt has too many.`]
      : []),
    'Click for a list.',
  ];
  const tooltip = new vscode.MarkdownString(lines.join('\n\n'));
  tooltip.isTrusted = {
    enabledCommands: [
      'leftContext.keepAnswer',
      'leftContext.measureSentencesAgain',
      'leftContext.chooseModel',
      'leftContext.connectEngine',
    ],
  };
  return tooltip;
}

/** What the model does not see, and how to have all of it measured. */
function unseen(lines: number, allTokens: number): string {
  const { isHere, sentence } = modelsForLongPrompt(allTokens);
  const way = isHere
    ? '[Choose another model](command:leftContext.chooseModel)'
    : '[Connect an engine](command:leftContext.connectEngine)';
  return (
    `The model does not see the first ${lines} lines: the prompt is longer than it reads at once. ${sentence} ${way}, or shorten ` +
    'the prompt.'
  );
}
