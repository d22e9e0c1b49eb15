import { errorText } from '../../core/errorText';

/** ONNX Runtime's error message as a sentence. */
export function runtimeErrorText(error: unknown): string {
  const message = errorText(error).trimEnd();
  return message.endsWith('.') ? message : `${message}.`;
}
