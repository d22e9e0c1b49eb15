import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { partsBetweenSeparators } from '../../core/text/separatorLines';
import type { Previews } from '../../host/diffPreviews';
import { activePrompt } from '../../host/promptSelector';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { labelOf } from '../../core/models/modelSpec';
import { notify } from '../../host/notify';
import { formatCount } from '../shared/formatForDisplay';
import { budgetOf, separatorOf } from './budgetOfDocument';
import { lengthOf } from './countVisiblePrompts';

type SplitOutput = 'separators' | 'documents' | 'json';

/** “Split Prompt into Segments…”: with separators in place, as new documents, or as JSON on the clipboard. */
export function registerSplitPrompt(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.split', async (requested?: SplitOutput) => {
    const document = activePrompt()?.document;
    if (!document) {
      notify('The active editor shows no prompt. Open one first, such as a Markdown or text file.');
      return;
    }
    const { model, limit: budget } = budgetOf(document).main;
    const limit = setting('split.tokens', document) || budget || (await reportErrors(() => limitOf(model, inference)));
    if (limit === undefined) return;
    const overlap = { count: setting('split.overlap', document), unit: setting('split.overlapUnit', document) };
    const output = requested ?? (await pickOutput(limit, overlap));
    if (!output) return;
    const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    const { version } = document;
    const text = withoutSeparators(document);
    const wasSplit = text.length < lengthOf(document);
    if (wasSplit && output === 'separators' && overlap.count > 0) {
      notify(
        'This prompt is split already, and its segments may overlap. Undo that split first, or set ' +
          'leftContext.split.overlap to 0.',
      );
      return;
    }
    // The line end before a separator may take up to two tokens.
    const room = output === 'separators' ? limit - 2 : limit;
    const request = { model, text, limit: room, overlap };
    const segments = await reportErrors(() => inference.split(request, new AbortController().signal));
    if (!segments) return;
    const texts = segments.map(({ start, end }) => text.slice(start, end));
    const size = `at most ${formatCount(limit)} tokens of ${labelOf(model)}`;
    if (output === 'documents') await openDocuments(document, texts, size);
    else if (output === 'json') await copyJson(texts, size);
    else await putSeparators({ document, version, whole }, texts, size, previews);
  });
}

/** How many tokens a model reads. Throws when it has no limit. */
async function limitOf(model: string, inference: Inference): Promise<number> {
  const { contextLength, label } = await inference.describe({ model }, new AbortController().signal);
  if (contextLength !== undefined) return contextLength;
  throw new Error(`${label} reads a text of any length. Set the length of a segment in leftContext.split.tokens.`);
}

/** The document's text without the separators of an earlier split. */
function withoutSeparators(document: vscode.TextDocument): string {
  const text = document.getText();
  const parts = partsBetweenSeparators(text, separatorOf(document));
  return parts.length === 0 ? text : parts.map(({ start, end }) => text.slice(start, end)).join('');
}

/** A version of a document, and the range of all its text. */
interface DocumentVersion {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly whole: vscode.Range;
}

/** Opening more documents than this needs confirmation. */
const MANY_DOCUMENTS = 10;

async function putSeparators(
  { document, version, whole }: DocumentVersion,
  texts: readonly string[],
  size: string,
  previews: Previews,
): Promise<void> {
  if (texts.length < 2) {
    notify(`This prompt fits into one segment of ${size}. Set a smaller leftContext.split.tokens to split it.`);
    return;
  }
  const joined = texts.map((text, index) => {
    const isLast = index === texts.length - 1;
    return isLast ? text : `${text}${text.endsWith('\n') ? '' : '\n'}${separatorOf(document)}\n`;
  });
  const title = `Split into ${texts.length} segments: ${document.uri.path.split('/').at(-1)}`;
  const question = `Put separators between ${texts.length} segments of ${size}?`;
  await previews.confirm(document, version, [vscode.TextEdit.replace(whole, joined.join(''))], title, question);
}

async function openDocuments(
  { languageId }: vscode.TextDocument,
  texts: readonly string[],
  size: string,
): Promise<void> {
  if (texts.length > MANY_DOCUMENTS) {
    const open = `Open ${texts.length} Documents`;
    const answer = await vscode.window.showInformationMessage(`There are ${texts.length} segments of ${size}.`, open);
    if (answer !== open) return;
  }
  for (const content of texts) {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content });
    await vscode.window.showTextDocument(document, { preview: false });
  }
}

async function copyJson(texts: readonly string[], size: string): Promise<void> {
  await vscode.env.clipboard.writeText(JSON.stringify(texts, null, 2));
  notify(`Copied ${texts.length} segments of ${size} as a JSON array.`);
}

async function pickOutput(limit: number, overlap: { count: number; unit: string }): Promise<SplitOutput | undefined> {
  const overlapText = overlap.count === 0 ? 'no overlap' : `an overlap of ${overlap.count} ${overlap.unit}`;
  const items: (vscode.QuickPickItem & { output: SplitOutput | 'settings' })[] = [
    { output: 'separators', label: 'Separators in place', description: 'shown as a diff before it is applied' },
    { output: 'documents', label: 'New documents', description: 'one for each segment' },
    { output: 'json', label: 'JSON array on the clipboard' },
    { output: 'settings', label: '$(gear) Length and overlap…', description: 'leftContext.split' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Split into segments of at most ${formatCount(limit)} tokens, ${overlapText}`,
    placeHolder: 'Segments end before headings, or else after paragraphs or sentences',
  });
  if (picked?.output !== 'settings') return picked?.output;
  await vscode.commands.executeCommand('workbench.action.openSettings', 'leftContext.split');
  return undefined;
}
