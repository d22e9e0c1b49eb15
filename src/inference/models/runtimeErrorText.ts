/** What ONNX Runtime says of an error, as a sentence. */
export function runtimeErrorText(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).trimEnd();
  return message.endsWith('.') ? message : `${message}.`;
}
