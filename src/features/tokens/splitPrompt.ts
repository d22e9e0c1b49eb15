import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { partsBetweenSeparators } from '../../core/text/separatorLines';
import type { Previews } from '../../host/previews';
import { activePrompt } from '../../host/promptDocuments';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { labelOf } from '../../core/models/modelSpec';
import { notify } from '../../host/notify';
import { budgetOf, separatorOf } from './budgetSettings';
import { lengthOf } from './tokenCounts';

type Output = 'separators' | 'documents' | 'json';

/** Splits the prompt into segments that fit: with separators in place, as documents, or as JSON on the clipboard. */
export function registerSplitPrompt(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.split', async (output?: Output) => {
    const document = activePrompt()?.document;
    if (!document) {
      notify('Open a prompt first: a Markdown or text file, for example.');
      return;
    }
    const { model, limit: budget } = budgetOf(document).main;
    const limit = setting('split.tokens', document) || budget || (await reportErrors(() => limitOf(model, inference)));
    if (limit === undefined) return;
    const overlap = { count: setting('split.overlap', document), unit: setting('split.overlapUnit', document) };
    const chosen = output ?? (await pickOutput(limit, overlap));
    if (!chosen) return;
    const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    const { version } = document;
    const text = withoutSeparators(document);
    const isSplit = text.length < lengthOf(document);
    if (isSplit && chosen === 'separators' && overlap.count > 0) {
      notify(
        'This prompt is split already, perhaps with passages that are said twice. Undo that first, or set ' +
          'leftContext.split.overlap to 0.',
      );
      return;
    }
    // The line end before a separator may be a token or two.
    const room = chosen === 'separators' ? limit - 2 : limit;
    const request = { model, text, limit: room, overlap };
    const segments = await reportErrors(() => inference.split(request, new AbortController().signal));
    if (!segments) return;
    const texts = segments.map(({ start, end }) => text.slice(start, end));
    const size = `at most ${limit.toLocaleString('en')} tokens of ${labelOf(model)}`;
    if (chosen === 'documents') await openDocuments(document, texts, size);
    else if (chosen === 'json') await copyJson(texts, size);
    else await putSeparators({ document, version, whole }, texts, size, previews);
  });
}

/** How many tokens a model reads that is none of ours. Throws when it has no limit. */
async function limitOf(model: string, inference: Inference): Promise<number> {
  const { contextLength, label } = await inference.describe({ model }, new AbortController().signal);
  if (contextLength !== undefined) return contextLength;
  throw new Error(`${label} reads a text of any length. Say in leftContext.split.tokens how long a segment may be.`);
}

/** A prompt that was split before is split anew. */
function withoutSeparators(document: vscode.TextDocument): string {
  const text = document.getText();
  const parts = partsBetweenSeparators(text, separatorOf(document));
  return parts.length === 0 ? text : parts.map(({ start, end }) => text.slice(start, end)).join('');
}

/** A document, and all of it as of a version. */
interface Whole {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly whole: vscode.Range;
}

/** More documents than this are opened only when asked again. */
const MANY_DOCUMENTS = 10;

async function putSeparators(
  { document, version, whole }: Whole,
  texts: readonly string[],
  size: string,
  previews: Previews,
): Promise<void> {
  if (texts.length < 2) {
    notify(`This prompt is one segment of ${size} already.`);
    return;
  }
  const joined = texts.map((text, index) => {
    const isLast = index === texts.length - 1;
    return isLast ? text : `${text}${text.endsWith('\n') ? '' : '\n'}${separatorOf(document)}\n`;
  });
  const title = `Split into ${texts.length} segments: ${document.uri.path.split('/').at(-1)}`;
  const summary = `Put separators between ${texts.length} segments of ${size}?`;
  await previews.confirm(document, version, [vscode.TextEdit.replace(whole, joined.join(''))], title, summary);
}

async function openDocuments({ languageId }: vscode.TextDocument, texts: readonly string[], size: string) {
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

async function copyJson(texts: readonly string[], size: string) {
  await vscode.env.clipboard.writeText(JSON.stringify(texts, null, 2));
  notify(`Copied ${texts.length} segments of ${size} as a JSON array.`);
}

async function pickOutput(limit: number, overlap: { count: number; unit: string }): Promise<Output | undefined> {
  const repeated = overlap.count === 0 ? 'no overlap' : `an overlap of ${overlap.count} ${overlap.unit}`;
  const items: (vscode.QuickPickItem & { output: Output | 'settings' })[] = [
    { output: 'separators', label: 'Separators in place', description: 'you see the result before it is done' },
    { output: 'documents', label: 'New documents', description: 'one a segment' },
    { output: 'json', label: 'JSON array on the clipboard' },
    { output: 'settings', label: '$(gear) Length and overlap…', description: 'leftContext.split' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Split into segments of at most ${limit.toLocaleString('en')} tokens, ${repeated}`,
    placeHolder: 'Segments end before headings, else behind paragraphs or sentences',
  });
  if (picked?.output !== 'settings') return picked?.output;
  await vscode.commands.executeCommand('workbench.action.openSettings', 'leftContext.split');
  return undefined;
}
