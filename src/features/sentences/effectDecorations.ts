import * as vscode from 'vscode';
import { effectLevel, EFFECT_LEVELS } from '../../core/sentences/effectLevels';
import { edgeNoteType, unmeasuredType } from '../expectation/edgesOfMeasuredPart';

/** A part as it is shown. */
export interface ShownPart {
  readonly range: vscode.Range;
  readonly bits: ArrayLike<number>;
  readonly isOld: boolean;
  readonly hoverMessage: vscode.MarkdownString;
}

/** Parts that are not shaded; levels 1 to 4 for, and against; old ones; what the model does not see, and the note there. */
export function decorationTypes(): vscode.TextEditorDecorationType[] {
  const { ClosedClosed: rangeBehavior } = vscode.DecorationRangeBehavior;
  const shades = (direction: string) =>
    Array.from({ length: EFFECT_LEVELS }, (_, level) => {
      const color = new vscode.ThemeColor(`leftContext.${direction}${level + 1}`);
      return vscode.window.createTextEditorDecorationType({
        backgroundColor: color,
        overviewRulerColor: color,
        overviewRulerLane: vscode.OverviewRulerLane.Full,
        rangeBehavior,
      });
    });
  return [
    vscode.window.createTextEditorDecorationType({ rangeBehavior }),
    ...shades('effect'),
    ...shades('effectAgainst'),
    vscode.window.createTextEditorDecorationType({ opacity: '0.6', rangeBehavior }),
    unmeasuredType(),
    edgeNoteType(),
  ];
}

/**
 * Where each decoration type applies.
 *
 * @param noise what is no effect, for each answer
 * @param unseen what of the prompt the model does not see
 */
export function decorationsOf(
  parts: readonly ShownPart[],
  noise: ArrayLike<number>,
  unseen: vscode.Range | undefined,
): vscode.DecorationOptions[][] {
  const byType: vscode.DecorationOptions[][] = Array.from({ length: 2 * EFFECT_LEVELS + 2 }, () => []);
  for (const { range, bits, isOld, hoverMessage } of parts) {
    const level = effectLevel(bits, noise);
    const type = level >= 0 ? level : EFFECT_LEVELS - level;
    byType[type]!.push({ range, hoverMessage });
    if (isOld) byType[2 * EFFECT_LEVELS + 1]!.push({ range });
  }
  return [...byType, ...unseenDecorations(unseen)];
}

function unseenDecorations(unseen: vscode.Range | undefined): vscode.DecorationOptions[][] {
  if (!unseen) return [[], []];
  const hoverMessage = 'The model does not see this: the prompt is longer than it reads at once.';
  const note = { renderOptions: { after: { contentText: 'the model sees the prompt from here on' } } };
  return [[{ range: unseen, hoverMessage }], [{ range: new vscode.Range(unseen.end, unseen.end), ...note }]];
}
