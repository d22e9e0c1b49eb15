/**
 * Clears a canvas that is as wide as its element and `height` CSS pixels high.
 *
 * @returns its context, in which lengths are CSS pixels
 */
export function resizeCanvas(canvas: HTMLCanvasElement, height: number): CanvasRenderingContext2D {
  const width = canvas.clientWidth;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext('2d')!;
  context.scale(devicePixelRatio, devicePixelRatio);
  return context;
}
