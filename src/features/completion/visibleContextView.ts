import * as vscode from 'vscode';
import type { VisibleContext } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { howMuchIsReadAtOnce } from '../../core/tokens/howMuchIsReadAtOnce';
import { ENGINE_SETTINGS } from '../../host/engines/engineRoles';
import { EngineError } from '../../host/engines/engineTypes';
import { logReason } from '../../host/keepPromptTextOutOfLog';
import { positionsIn } from '../../host/offsetsToRanges';
import { textToRead } from '../../host/textToRead';
import { setting } from '../../host/settings';
import { ToggledOverlay, type OverlayContent, type OverlayStatus } from '../../host/toggledOverlay';
import { wayOutOf } from '../engines/wayOutOfFailure';
import type { ModelsInUse } from '../models/modelsInUse';
import { formatCount } from '../shared/formatNumbers';

const DELAY_MS = 60;

/**
 * “What the model sees”: while switched on, shades the text that the model cannot see from the caret, and counts the
 * tokens that it sees in a status item.
 */
export function registerVisibleContextView(
  inference: Inference,
  models: ModelsInUse,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const statusItem = vscode.window.createStatusBarItem('leftContext.modelView', vscode.StatusBarAlignment.Right, 99);
  statusItem.name = 'Left Context: What the Model Sees';
  const overlay = new ToggledOverlay({
    types: [
      vscode.window.createTextEditorDecorationType({ opacity: '0.35' }),
      vscode.window.createTextEditorDecorationType({
        borderStyle: 'solid',
        borderWidth: '0 0 0 2px',
        borderColor: new vscode.ThemeColor('editorInfo.foreground'),
        overviewRulerColor: new vscode.ThemeColor('editorInfo.foreground'),
        overviewRulerLane: vscode.OverviewRulerLane.Left,
      }),
    ],
    statusItem,
    delayMs: DELAY_MS,
    settings: ['completion.model', 'completion.length', ...ENGINE_SETTINGS],
    clearedWhen: 'no prompt is active',
    noPrompt: 'The active editor shows no prompt. Open one to see which part of it the model reads.',
    compute: (editor, signal) => shadesIn(editor, inference, models, signal),
    failed: (error) => {
      log.warn(`Visible context not shown: ${logReason(error)}`);
      if (!(error instanceof EngineError)) return undefined;
      const { advice, command } = wayOutOf(error);
      return { decorations: [], status: { text: '$(eye) not known', tooltip: `${error.message}\n${advice}`, command } };
    },
  });
  return vscode.Disposable.from(
    overlay,
    vscode.commands.registerCommand('leftContext.toggleModelView', (isOn?: unknown) => overlay.toggle(isOn)),
    vscode.window.onDidChangeTextEditorSelection(() => overlay.refresh()),
    models.onDidChange(() => overlay.refresh()),
  );
}

/** The text that the model cannot see from the caret, and its first visible token if text before that is out of sight. */
async function shadesIn(
  editor: vscode.TextEditor,
  inference: Inference,
  models: ModelsInUse,
  signal: AbortSignal,
): Promise<OverlayContent> {
  const { document, selection } = editor;
  const caret = selection.active;
  const whole = textToRead(editor)!;
  const leftAsWritten = whole.slice(0, whole.fromDocument(document.offsetAt(caret)));
  const left = leftAsWritten.replaceAll('\r\n', '\n');
  const writer = models.writing(document);
  const request = {
    model: writer.id,
    left,
    length: setting('completion.length', document),
  };
  const visible = await inference.visibleContext(request, signal);
  const { contextLength } = await inference.describe({ model: writer.id }, signal);
  const from =
    left.length === leftAsWritten.length
      ? document.positionAt(whole.toDocument(visible.start))
      : positionsIn(left, document.positionAt(whole.toDocument(0)))(visible.start);
  const beforeWindow = new vscode.Range(new vscode.Position(0, 0), from);
  const rightContext = new vscode.Range(caret, document.lineAt(document.lineCount - 1).range.end);
  const unseen = [beforeWindow, rightContext].filter((range) => !range.isEmpty);
  const first = beforeWindow.isEmpty ? [] : [new vscode.Range(from, from.translate(0, 1))];
  return {
    decorations: [
      unseen.map((range) => ({ range, hoverMessage: 'The model cannot see this from the caret.' })),
      first.map((range) => ({ range, hoverMessage: 'The first token that the model sees.' })),
    ],
    status: statusOf(visible, writer.label, contextLength),
  };
}

/** @param contextLength of the model, in tokens; undefined when it is unknown */
function statusOf(
  { tokens, totalTokens }: VisibleContext,
  model: string,
  contextLength: number | undefined,
): OverlayStatus {
  const isCut = tokens < totalTokens;
  const cannotSee = isCut ? 'the right context, and text before what it reads' : 'the right context';
  return {
    text:
      totalTokens === 0
        ? `$(eye) ${model} sees nothing before the caret`
        : `$(eye) ${model} sees ${formatCount(tokens)} of ${formatCount(totalTokens)} tokens`,
    tooltip:
      `From the caret, ${model} sees ${isCut ? 'the nearest' : 'all'} ${formatCount(tokens)} tokens to its left. ` +
      `It cannot see the shaded text: ${cannotSee}. ` +
      `${isCut ? `${howMuchIsReadAtOnce(model, contextLength)} ` : ''}Click to stop shading.`,
    command: 'leftContext.toggleModelView',
  };
}
