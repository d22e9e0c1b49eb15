import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Attention } from '../../contracts/attention';
import type { Inference } from '../../contracts/inference';
import { displayedMapOf } from '../../core/attention/displayedMap';
import { exactWeights, mapCsv, mapData } from '../../core/attention/mapExport';
import { labelOf, type ModelSpec } from '../../core/models/modelSpec';
import { undefinedWhenAborted } from '../../host/latest';
import { notify } from '../../host/notify';
import type { AttentionPage } from './attentionPage';
import type { AttentionSnapshot } from './attentionSnapshot';
import { standalonePage, type PageFiles } from './standalonePage';
import { attendEachLayer, windowRequest } from './attentionRequests';

type ExportFormat = 'png' | 'svg' | 'picture' | 'csv' | 'json' | 'json of all' | 'html';

interface Choice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension?: string;
}

/** Asks in which form the attention on show is wanted, and where, and puts it there. */
export async function exportAttention(
  page: AttentionPage,
  shown: AttentionSnapshot,
  inference: Inference,
  extension: vscode.Uri,
): Promise<void> {
  const choice = await vscode.window.showQuickPick(choices(), { title: vscode.l10n.t('Export Attention') });
  if (!choice) return;
  const map = choice.format === 'html' ? 0 : await pickMap(shown);
  if (map === undefined) return;
  try {
    if (choice.format === 'picture') {
      await page.make('picture', map);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as a picture'), 3000);
      return;
    }
    const target = await vscode.window.showSaveDialog(saveOptions(shown, choice));
    if (!target) return;
    const content = await contentOf(choice.format, page, shown, map, inference, extension);
    if (content === undefined) return;
    await vscode.workspace.fs.writeFile(
      target,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    );
    vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(target)), 3000);
  } catch (error) {
    const reason = errorText(error);
    notify(vscode.l10n.t('The attention could not be exported: {0}', reason), 'error');
  }
}

function choices(): Choice[] {
  const { l10n } = vscode;
  return [
    { label: l10n.t('Picture (PNG)'), format: 'png', extension: 'png' },
    { label: l10n.t('Drawing (SVG)'), format: 'svg', extension: 'svg' },
    { label: l10n.t('Copy as Picture'), format: 'picture' },
    {
      label: l10n.t('Table (CSV)'),
      format: 'csv',
      extension: 'csv',
      description: l10n.t('the map on show, exact weights'),
    },
    { label: l10n.t('JSON'), format: 'json', extension: 'json', description: l10n.t('the map on show, exact weights') },
    { label: l10n.t('JSON of All Layers and Heads'), format: 'json of all', extension: 'json' },
    {
      label: l10n.t('Web Page'),
      format: 'html',
      extension: 'html',
      description: l10n.t('opens in any browser, offline'),
    },
  ];
}

/** Which of two maps is meant. */
async function pickMap({ maps }: AttentionSnapshot): Promise<number | undefined> {
  if (maps.length === 1) return 0;
  const items = maps.map(({ model }, index) => ({ label: labelOf(model), index }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Of Which Model?') }))?.index;
}

function saveOptions({ document, title }: AttentionSnapshot, { extension, label }: Choice): vscode.SaveDialogOptions {
  const name = `${title.replace(/(?<=.)\.[^.]*$/, '')}-attention.${extension}`;
  const isOnDisk = document.uri.scheme === 'file';
  const folder = isOnDisk ? vscode.Uri.joinPath(document.uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  return {
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: { [label]: [extension!] },
  };
}

/** What is to be written; undefined when the reader called it off. */
async function contentOf(
  format: ExportFormat,
  page: AttentionPage,
  shown: AttentionSnapshot,
  map: number,
  inference: Inference,
  extension: vscode.Uri,
): Promise<Uint8Array | string | undefined> {
  const attention = shown.maps[map]!;
  switch (format) {
    case 'csv':
      return mapCsv(displayedMapOf(mapOf(attention), attention, shown.view));
    case 'json': {
      const { layer, head } = shown.view;
      const plane = displayedMapOf(mapOf(attention), attention, shown.view);
      return JSON.stringify({ ...about(shown, attention), layer, head, ...mapData(plane) });
    }
    case 'json of all':
      return withProgress((signal) => jsonOfAll(shown, attention, inference, signal));
    case 'html': {
      const theme = (await page.make('theme', 0)) as string;
      const strings = vscode.l10n.bundle as Record<string, string> | undefined;
      const surroundings = { language: vscode.env.language, strings, theme };
      const files = await pageFiles(extension);
      return withProgress((signal) => standalonePage(shown, files, surroundings, inference, signal));
    }
    default:
      return page.make(format, map);
  }
}

/** Every head of every layer between tokens, as UTF-8: as one string, 512 tokens would be too long. */
async function jsonOfAll(
  shown: AttentionSnapshot,
  attention: Attention,
  inference: Inference,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const plane = displayedMapOf(mapOf(attention), attention, { words: false, hideSinks: false });
  const { tokens } = mapData(plane) as { tokens: object };
  const encoder = new TextEncoder();
  const head = JSON.stringify({ ...about(shown, attention), tokens }).slice(0, -1);
  const parts = [encoder.encode(`${head},\n"layers": [\n`)];
  for await (const maps of attendEachLayer(windowRequest(shown), specOf(shown, attention), inference, signal)) {
    const heads = maps.map((each) => JSON.stringify(rows(each)));
    parts.push(encoder.encode(`${parts.length > 1 ? ',\n' : ''}[${heads.join(',\n')}]`));
  }
  parts.push(encoder.encode('\n]}\n'));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

async function pageFiles(extension: vscode.Uri): Promise<PageFiles> {
  const read = (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', 'pages', name));
  const text = async (name: string) => new TextDecoder().decode(await read(name));
  return {
    style: await text('attention.css'),
    icons: await text('codicon.css'),
    font: await read('codicon.ttf'),
    scripts: [await text('standalone.js'), await text('attention.js')],
  };
}

function rows({ weights, pieces }: Attention): number[][] {
  const size = pieces.length;
  return pieces.map((_, row) => exactWeights(weights.subarray(row * size, (row + 1) * size)));
}

function specOf({ specs }: AttentionSnapshot, { model }: Attention): ModelSpec {
  return specs.find(({ id }) => id === model)!;
}

function about({ title, text }: AttentionSnapshot, { model }: Attention) {
  return { model, file: title, text };
}

function mapOf({ pieces, weights }: Attention) {
  return { size: pieces.length, weights };
}

/** Undefined when the reader cancelled the job. */
function withProgress<T>(job: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Exporting attention…');
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return undefinedWhenAborted(controller.signal, () => job(controller.signal));
  });
}
