import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { cancellableProgress } from '../../host/cancellableProgress';
import { notify } from '../../host/notify';
import type { AttentionPage } from './attentionPage';
import { csvOfMap, jsonOfAll, jsonOfMap } from './attentionCsvAndJson';
import type { AttentionSnapshot } from './attentionSnapshot';
import { standalonePage, type PageFiles } from './exportAsWebPage';
import type { RenderedContent } from './pendingPageRenders';
import { type ExportFormat, type FormatItem, formatItems } from './exportFormats';
import { saveOptions } from './exportFileName';

/** What is exported, and what renders it. */
interface ExportSource {
  readonly page: AttentionPage;
  readonly snapshot: AttentionSnapshot;
  readonly inference: Inference;
  /** The extension's folder. */
  readonly extension: vscode.Uri;
}

/** Exports the attention on display in a form, and to a file, that the reader picks. */
export async function exportAttention(
  page: AttentionPage,
  snapshot: AttentionSnapshot,
  inference: Inference,
  extension: vscode.Uri,
): Promise<void> {
  const picked = await vscode.window.showQuickPick(formatItems(), { title: vscode.l10n.t('Export Attention') });
  if (!picked) return;
  const map = picked.format === 'html' ? 0 : await pickMap(snapshot);
  if (map === undefined) return;
  try {
    if (picked.format === 'picture') {
      await page.render('picture', map);
      notify(vscode.l10n.t('Copied as a picture'));
    } else {
      await saveExport({ page, snapshot, inference, extension }, picked, map);
    }
  } catch (error) {
    notify(vscode.l10n.t('The attention could not be exported: {0}', errorText(error)), 'error');
  }
}

async function saveExport(source: ExportSource, item: FormatItem, map: number): Promise<void> {
  // Before the dialog opens: while it is open, the page may be hidden.
  const rendered = await renderedByPage(source.page, item.format, map);
  const target = await vscode.window.showSaveDialog(saveOptions(source.snapshot, item));
  if (!target) return;
  const content = await contentOf(source, item.format, map, rendered);
  if (content === undefined) return;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(target, bytes);
  notify(vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(target)));
}

/** The index of the map to export; undefined when the reader cancelled. */
async function pickMap({ specs }: AttentionSnapshot): Promise<number | undefined> {
  if (specs.length === 1) return 0;
  const items = specs.map(({ label }, index) => ({ label, index }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which Model’s Map?') }))?.index;
}

/** What only the page can render: a picture, or the theme of a web page; undefined where neither is needed. */
async function renderedByPage(page: AttentionPage, format: ExportFormat, map: number): Promise<RenderedContent> {
  if (format === 'html') return page.render('theme', 0);
  return format === 'png' || format === 'svg' ? page.render(format, map) : undefined;
}

/** The content of the file; undefined when the reader cancelled. */
async function contentOf(
  source: ExportSource,
  format: ExportFormat,
  map: number,
  rendered: RenderedContent,
): Promise<Uint8Array | string | undefined> {
  const { snapshot, inference } = source;
  const attention = snapshot.maps[map]!;
  const progressTitle = vscode.l10n.t('Exporting attention…');
  switch (format) {
    case 'csv':
      return csvOfMap(snapshot, attention);
    case 'json':
      return jsonOfMap(snapshot, attention);
    case 'json of all':
      return cancellableProgress(progressTitle, (signal) => jsonOfAll(snapshot, attention, inference, signal));
    case 'html': {
      const theme = rendered as string;
      const strings = vscode.l10n.bundle as Record<string, string> | undefined;
      const environment = { language: vscode.env.language, strings, theme };
      const files = await pageFiles(source.extension);
      return cancellableProgress(progressTitle, (signal) =>
        standalonePage(snapshot, files, environment, inference, signal),
      );
    }
    default:
      return rendered;
  }
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
