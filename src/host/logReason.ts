import { errorText } from '../core/errorText';
/**
 * Why something failed, as the log may hold it: never what someone writes, and the name of a model that a prompt itself
 * names is part of that.
 */
export function logReason(error: unknown, isNamedInPrompt = false): string {
  if (isNamedInPrompt) return 'the model that the prompt names cannot be used. The status bar says why.';
  return errorText(error);
}
