import { errorText } from '../../core/errorText';
/** What ONNX Runtime says of an error, as a sentence. */
export function runtimeErrorText(error: unknown): string {
  const message = errorText(error).trimEnd();
  return message.endsWith('.') ? message : `${message}.`;
}
