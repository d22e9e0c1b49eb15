import type { RenderFormat } from '../../src/contracts/attentionPageMessages';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { theme } from '../common/themePalette';
import type { ColourScale } from './colourScale';
import { mapSvg, svgSize } from './mapSvg';
import { rasterize } from './pngSize';
import { copyPicture } from './copyPictureNeedsFocus';

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
  await copyPicture(picture);
  return undefined;
}
