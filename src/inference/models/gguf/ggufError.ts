/** A GGUF file cannot be used. The message is the reason, to follow the file's name: "it has no tensor output_norm". */
export class GgufError extends Error {}

/** A GGUF file that is whole, and of a kind that cannot be used. */
export class UnsupportedGgufError extends GgufError {}

/** A text from a GGUF file as a message shows it: in quotation marks, and its beginning only. */
export function shown(text: string): string {
  return `“${JSON.stringify(text.slice(0, 40)).slice(1, -1)}”`;
}
