import * as l10n from '@vscode/l10n';
import type { RenderFormat } from '../../src/contracts/attentionPage';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import type { ColourScale } from './colourScale';
import { mapSvg, svgSize } from './mapSvg';
import { theme } from '../common/theme';

/** Wider pictures are made smaller: some viewers, and the clipboard, refuse them. */
const WIDEST = 4096;

/** Makes what the host asks for of a map; a picture for the clipboard is put there, and nothing is returned. */
export async function renderExport(
  format: RenderFormat,
  plane: DisplayedMap,
  scale: ColourScale,
  title: string,
): Promise<Uint8Array | string | undefined> {
  if (format === 'theme') return document.documentElement.getAttribute('style') ?? '';
  const { background, foreground } = theme();
  const svg = mapSvg(plane, { cell: (weight) => scale.css(weight), paper: background, text: foreground }, title);
  if (format === 'svg') return svg;
  const { width, height } = svgSize(plane.map.size);
  const picture = await rasterised(svg, width, height);
  if (format === 'png') return new Uint8Array(await picture.arrayBuffer());
  // Browsers give the clipboard to the page that has the focus alone.
  if (!document.hasFocus()) throw new Error(l10n.t('Click into the panel first, then copy again.'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  return undefined;
}

async function rasterised(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(2, WIDEST / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}
