/** Largest width and height in pixels: some viewers, and the clipboard, refuse larger pictures. */
const LARGEST_SIDE = 4096;

/** Paints an SVG as a PNG of twice its width and height in pixels, or of the largest size that is allowed. */
export async function rasterize(svg: string, width: number, height: number): Promise<Blob> {
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
