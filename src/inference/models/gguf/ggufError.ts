/** A GGUF file cannot be used. The message is the reason, to follow the file's name: "it has no tensor output_norm". */
export class GgufError extends Error {}

/** A text from a GGUF file as a message shows it: in quotation marks, and its beginning only. */
export function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
