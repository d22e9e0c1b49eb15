import * as vscode from 'vscode';
import type { Attention, Inference } from '../contracts/inference';
import type { ExportFormat } from '../contracts/page';
import { planeOf } from '../core/attentionPlane';
import { planeCsv, planeData } from '../core/attentionText';
import { embeddedModels } from '../core/models';
import type { AttentionPage, Shown } from './attentionPage';
import { standalonePage, type PageFiles } from './standalonePage';

interface Choice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension?: string;
}

/** Asks in which form the attention on show is wanted, and where, and puts it there. */
export async function exportAttention(
  page: AttentionPage,
  shown: Shown,
  inference: Inference,
  extension: vscode.Uri,
): Promise<void> {
  const choice = await vscode.window.showQuickPick(choices(), { title: vscode.l10n.t('Export Attention') });
  if (!choice) return;
  const map = choice.format === 'html' ? 0 : await pickMap(shown);
  if (map === undefined) return;
  try {
    if (choice.format === 'picture') {
      await page.draw('picture', map);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as a picture'), 3000);
      return;
    }
    const target = await vscode.window.showSaveDialog(saveOptions(shown, choice));
    if (!target) return;
    const content = await contentOf(choice.format, page, shown, map, inference, extension);
    await vscode.workspace.fs.writeFile(
      target,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    );
    vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(target)), 3000);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The attention could not be exported: {0}', reason));
  }
}

function choices(): Choice[] {
  const { t } = vscode.l10n;
  return [
    { label: t('Picture (PNG)'), format: 'png', extension: 'png' },
    { label: t('Drawing (SVG)'), format: 'svg', extension: 'svg' },
    { label: t('Copy as Picture'), format: 'picture' },
    { label: t('Table (CSV)'), format: 'csv', extension: 'csv', description: t('the map on show, exact weights') },
    { label: t('JSON'), format: 'json', extension: 'json', description: t('the map on show, exact weights') },
    { label: t('JSON of All Layers and Heads'), format: 'json of all', extension: 'json' },
    { label: t('Web Page'), format: 'html', extension: 'html', description: t('opens in any browser, offline') },
  ];
}

/** Which of two maps is meant. */
async function pickMap({ maps }: Shown): Promise<number | undefined> {
  if (maps.length === 1) return 0;
  const items = maps.map(({ model }, index) => ({ label: labelOf(model), index }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Of Which Model?') }))?.index;
}

function labelOf(model: string): string {
  return embeddedModels.find(({ id }) => id === model)?.label ?? model;
}

function saveOptions({ document, title }: Shown, { extension, label }: Choice): vscode.SaveDialogOptions {
  const name = `${title
    .split('/')
    .at(-1)!
    .replace(/\.[^.]*$/, '')}-attention.${extension}`;
  const folder = document.uri.scheme === 'file' ? vscode.Uri.joinPath(document.uri, '..') : workspaceFolder();
  const filters = { [label]: [extension!] };
  return folder ? { defaultUri: vscode.Uri.joinPath(folder, name), filters } : { filters };
}

function workspaceFolder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

async function contentOf(
  format: ExportFormat,
  page: AttentionPage,
  shown: Shown,
  map: number,
  inference: Inference,
  extension: vscode.Uri,
): Promise<Uint8Array | string> {
  const attention = shown.maps[map]!;
  switch (format) {
    case 'csv':
      return planeCsv(planeOf(mapOf(attention), attention, shown.view));
    case 'json': {
      const { layer, head } = shown.view;
      const plane = planeOf(mapOf(attention), attention, shown.view);
      return JSON.stringify({ ...about(shown, attention), layer, head, ...planeData(plane) });
    }
    case 'json of all':
      return withProgress((signal) => jsonOfAll(shown, attention, inference, signal));
    case 'html': {
      const theme = (await page.draw('html', 0)) as string;
      const strings = vscode.l10n.bundle as Record<string, string> | undefined;
      const surroundings = { language: vscode.env.language, strings, theme };
      const files = await pageFiles(extension);
      return withProgress((signal) => standalonePage(shown, files, surroundings, inference, signal));
    }
    default:
      return (await page.draw(format, map))!;
  }
}

/** Every head of every layer between tokens, a layer at a time so that no more than one is held twice. */
async function jsonOfAll(
  shown: Shown,
  attention: Attention,
  inference: Inference,
  signal: AbortSignal,
): Promise<string> {
  const { layers, heads } = embeddedModels.find(({ id }) => id === attention.model)!;
  const parts: string[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const looks = Array.from({ length: heads }, (_, head) => ({ model: attention.model, layer, head }));
    const maps = await inference.attend({ ...windowOf(shown), looks }, signal);
    parts.push(`[${maps.map((map) => JSON.stringify(rows(map))).join(',\n')}]`);
  }
  const plane = planeOf(mapOf(attention), attention, { words: false, hideSinks: false });
  const { tokens } = planeData(plane) as { tokens: object };
  const head = JSON.stringify({ ...about(shown, attention), tokens }).slice(0, -1);
  return `${head},\n"layers": [\n${parts.join(',\n')}\n]}\n`;
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
  return pieces.map((_, row) => Array.from(weights.subarray(row * size, (row + 1) * size)));
}

function about({ title, text }: Shown, { model }: Attention) {
  return { model, file: title, text };
}

function mapOf({ pieces, weights }: Attention) {
  return { size: pieces.length, weights };
}

function windowOf({ text, focus, windowTokens }: Shown) {
  return { text, focus, windowTokens };
}

function withProgress<T>(job: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Exporting attention…');
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new Error(vscode.l10n.t('Cancelled.'))));
    return job(controller.signal);
  });
}
