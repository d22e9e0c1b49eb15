import type { Attention } from '../../contracts/attentionRequests';
import type { Inference } from '../../contracts/inference';
import type { StandaloneData, StandaloneWindow } from '../../contracts/standalonePageData';
import { toBase64 } from '../../host/base64';
import type { AttentionSnapshot } from './attentionSnapshot';
import { attendEachLayer, windowRequest, type SnapshotWindow } from './attendEachLayer';
import { allHeadsFit, bytesOfAllHeads } from './whenWebPageHoldsAllHeads';

/** The files of dist/pages that the page holds. */
export interface PageFiles {
  readonly style: string;
  readonly icons: string;
  readonly font: Uint8Array;
  /** First the script that answers in place of the editor, then the attention page's own. */
  readonly scripts: readonly string[];
}

/** The editor's language, its translations and the colours of its theme. */
export interface EditorEnvironment {
  readonly language: string;
  readonly strings: Readonly<Record<string, string>> | undefined;
  /** As a style attribute. */
  readonly theme: string;
}

/** The maps on display as one HTML file that opens in any browser and requests nothing. */
export async function standalonePage(
  snapshot: SnapshotWindow & Pick<AttentionSnapshot, 'title' | 'maps' | 'specs'>,
  files: PageFiles,
  { language, strings, theme }: EditorEnvironment,
  inference: Inference,
  signal: AbortSignal,
): Promise<string> {
  const { view, title, maps, specs: models, focus } = snapshot;
  const hasAllHeads = allHeadsFit(maps, models, view.part);
  const windows = hasAllHeads ? await windowsWithAllHeads(snapshot, inference, signal) : maps.map(standaloneWindow);
  const initialView = { ...view, inText: false, allHeads: view.allHeads && hasAllHeads };
  const content: StandaloneData = { models, strings, view: initialView, title, caret: focus, windows };
  return html({ language, theme, content, files });
}

function standaloneWindow({
  model,
  task,
  pieces,
  starts,
  ends,
  generated,
  sinks,
  isRounded,
  weights,
}: Attention): StandaloneWindow {
  const tokens = { task, pieces, starts: [...starts], ends: [...ends], generated, sinks };
  return { model, tokens, isRounded, map: toBase64(bytesOf(weights)) };
}

/** Windows with the weights and summaries of all heads. */
async function windowsWithAllHeads(
  snapshot: SnapshotWindow & Pick<AttentionSnapshot, 'maps' | 'specs'>,
  inference: Inference,
  signal: AbortSignal,
): Promise<StandaloneWindow[]> {
  const window = windowRequest(snapshot);
  const surveys = await inference.surveyHeads(window, signal);
  const windows: StandaloneWindow[] = [];
  for (const [index, map] of snapshot.maps.entries()) {
    const spec = snapshot.specs[index]!;
    const all = new Float32Array(bytesOfAllHeads(map, spec, snapshot.view.part) / Float32Array.BYTES_PER_ELEMENT);
    let filled = 0;
    for await (const heads of attendEachLayer(window, spec, inference, signal)) {
      for (const { weights } of heads) {
        all.set(weights, filled);
        filled += weights.length;
      }
    }
    const survey = surveys[index]!;
    const thumbnails = toBase64(survey.thumbnails);
    windows.push({
      ...standaloneWindow(map),
      all: { weights: toBase64(bytesOf(all)), survey: { ...survey, thumbnails } },
    });
  }
  return windows;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

interface HtmlParts extends Pick<EditorEnvironment, 'language' | 'theme'> {
  readonly content: StandaloneData;
  readonly files: PageFiles;
}

function html({ language, theme, content, files }: HtmlParts): string {
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline' data:",
    'font-src data:',
  ].join('; ');
  const font = `data:font/ttf;base64,${toBase64(files.font)}`;
  const icons = new TextEncoder().encode(files.icons.replace(/url\([^)]*\)/, `url(${font})`));
  // The first “</script” ends a data block or a script, even within a string.
  const data = JSON.stringify(content).replaceAll('<', '\\u003c');
  const scripts = files.scripts.map((script) => script.replaceAll('</script', '<\\/script'));
  return `<!DOCTYPE html>
<html lang="${escaped(language)}" style="${escaped(theme)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escaped(content.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="data:text/css;base64,${toBase64(icons)}">
<style>${files.style}
body { background: var(--vscode-sideBar-background); }</style>
</head>
<body>
<script type="application/json" id="content">${data}</script>
${scripts.map((script) => `<script nonce="${nonce}">${script}</script>`).join('\n')}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
