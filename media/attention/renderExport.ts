import * as l10n from '@vscode/l10n';
import type { RenderFormat } from '../../src/contracts/attentionPageMessages';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { theme } from '../common/themePalette';
import type { ColourScale } from './colourScale';
import { mapSvg, svgSize } from './mapSvg';

/** Largest width and height in pixels: some viewers, and the clipboard, refuse larger pictures. */
const LARGEST_SIDE = 4096;

/**
 * Renders a map in a format.
 *
 * @returns undefined for the format `picture`, which is put on the clipboard
 * @throws when the page may not write to the clipboard
 */
export async function renderExport(
  format: RenderFormat,
  displayedMap: DisplayedMap,
  scale: ColourScale,
  title: string,
): Promise<Uint8Array | string | undefined> {
  if (format === 'theme') return document.documentElement.getAttribute('style') ?? '';
  const { background, foreground } = theme();
  const svg = mapSvg(displayedMap, { cell: (weight) => scale.css(weight), background, text: foreground }, title);
  if (format === 'svg') return svg;
  const { width, height } = svgSize(displayedMap.map.size);
  const picture = await rasterize(svg, width, height);
  if (format === 'png') return new Uint8Array(await picture.arrayBuffer());
  // Browsers let a page write to the clipboard only while it has the focus.
  if (!document.hasFocus())
    throw new Error(l10n.t('The panel does not have the focus. Click into it, then copy again.'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  return undefined;
}

async function rasterize(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const factor = Math.min(2, LARGEST_SIDE / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.round(width * factor), Math.round(height * factor));
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}
