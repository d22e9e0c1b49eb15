import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { TokenPieces } from '../../contracts/tokenRequests';
import { countableModel } from './countableModelsInSettings';
import { previousCut, nextCut } from '../../core/text/independentTokenizationPoints';
import { tokensIn } from '../../core/tokens/tokenSpans';
import { logReason } from '../../host/keepPromptTextOutOfLog';
import { toRange } from '../../host/offsetsToRanges';
import { textToRead, type TextToRead } from '../../host/textToRead';
import { ToggledOverlay, type OverlayContent } from '../../host/toggledOverlay';
import { budgetOf } from './budgetFromDirectiveOrSettings';

const DELAY_MS = 60;
/** Colours of consecutive tokens, so that each token differs from its neighbours. package.json gives them their values. */
const COLOURS = ['leftContext.token1', 'leftContext.token2', 'leftContext.token3', 'leftContext.token4'];
/** UTF-16 code units around the visible text in which to look for a place to cut. */
const REACH = 2_000;
/** Tokens that are coloured, since a visible line can be very long. */
const MAX_TOKENS = 5_000;

/** Tokens of the visible text, and the UTF-16 offset where they start in the text that they are part of. */
interface TokenOverlay extends OverlayContent {
  readonly model: string;
  readonly tokens: TokenPieces;
  readonly offset: number;
  readonly whole: TextToRead;
}

/** While switched on, underlines each visible token of the prompt. Hovering over one shows its id and vocabulary entry. */
export function registerTokenView(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const overlay = new ToggledOverlay<TokenOverlay>({
    types: COLOURS.map((colour) =>
      vscode.window.createTextEditorDecorationType({
        borderWidth: '0 0 2px 0',
        borderStyle: 'solid',
        borderColor: new vscode.ThemeColor(colour),
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    ),
    delayMs: DELAY_MS,
    settings: ['budget.countFor', 'budget.model', 'engines', 'engine.counts'],
    clearedWhen: 'switched off',
    noPrompt: 'The active editor shows no prompt. Open one to see its tokens.',
    compute: async (editor, signal) => {
      // Read before the request: the prompt may name another model, or none, by the time it fails.
      const { detailed, isNamedInPrompt } = budgetOf(editor.document);
      try {
        return await visibleTokens(editor, detailed.model, inference, signal);
      } catch (error) {
        signal.throwIfAborted();
        log.warn(`Tokens not shown: ${logReason(error, isNamedInPrompt)}`);
        return undefined;
      }
    },
    failed: (error) => {
      log.warn(`Tokens not shown: ${logReason(error, true)}`);
      return undefined;
    },
  });
  const hovers: vscode.HoverProvider = {
    provideHover: (document, position) => {
      const shown = overlay.shownIn(document);
      return shown && hoverAt(document, document.offsetAt(position), shown);
    },
  };
  return vscode.Disposable.from(
    overlay,
    vscode.commands.registerCommand('leftContext.toggleTokenView', (isOn?: unknown) => overlay.toggle(isOn)),
    vscode.window.onDidChangeTextEditorVisibleRanges(() => overlay.refresh()),
    vscode.languages.registerHoverProvider({ pattern: '**' }, hovers),
  );
}

/** Tokenizes the visible text from cut to cut, so that its tokens are those of the whole text. */
async function visibleTokens(
  editor: vscode.TextEditor,
  model: string,
  inference: Inference,
  signal: AbortSignal,
): Promise<TokenOverlay> {
  const { document, visibleRanges } = editor;
  const whole = textToRead(editor)!;
  // An editor that VS Code has not drawn yet has no visible ranges; its first line is likely to become visible.
  const from = whole.fromDocument(document.offsetAt(visibleRanges.at(0)?.start ?? new vscode.Position(0, 0)));
  const to = whole.fromDocument(document.offsetAt(document.lineAt(visibleRanges.at(-1)?.end.line ?? 0).range.end));
  const aroundStart = Math.max(0, from - REACH);
  const text = whole.slice(aroundStart, to + REACH);
  const start = previousCut(text, from - aroundStart, 'space');
  const end = nextCut(text, Math.max(start, to - aroundStart - 1), 'space');
  const tokens = await inference.tokenize({ model, text: text.slice(start, end) }, signal);
  const offset = aroundStart + start;
  const overlay = { model, tokens, offset, whole };
  return { ...overlay, decorations: rangesByColour(document, overlay) };
}

function rangesByColour(
  document: vscode.TextDocument,
  { tokens: { starts, ends }, offset, whole }: Omit<TokenOverlay, 'decorations'>,
): vscode.DecorationOptions[][] {
  const byColour = COLOURS.map((): vscode.DecorationOptions[] => []);
  for (let index = 0; index < Math.min(MAX_TOKENS, starts.length); index++) {
    const span = { start: whole.toDocument(offset + starts[index]!), end: whole.toDocument(offset + ends[index]!) };
    byColour[index % COLOURS.length]!.push({ range: toRange(document, span) });
  }
  return byColour;
}

/** Describes the token at a UTF-16 offset in the document; several tokens where they share one character. */
function hoverAt(
  document: vscode.TextDocument,
  position: number,
  { model, tokens, offset, whole }: TokenOverlay,
): vscode.Hover | undefined {
  const at = whole.fromDocument(position);
  // Outside of the text, the offset is that of its nearer end.
  if (whole.toDocument(at) !== position) return undefined;
  const { from, to } = tokensIn(tokens, { start: at - offset, end: at - offset + 1 });
  const indices = Array.from({ length: Math.min(MAX_TOKENS, to) - from }, (_, index) => from + index);
  if (indices.length === 0) return undefined;
  const texts = indices.map((index) =>
    new vscode.MarkdownString().appendText(
      `${countableModel(model).name} token ${tokens.ids[index]}: ${JSON.stringify(tokens.pieces[index])}`,
    ),
  );
  const inDocument = (inTokens: number) => whole.toDocument(offset + inTokens);
  const span = { start: inDocument(tokens.starts[from]!), end: inDocument(tokens.ends[to - 1]!) };
  return new vscode.Hover(texts, toRange(document, span));
}
