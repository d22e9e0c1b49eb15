import { errorText } from '../core/errorText';

/**
 * An error's text for the log. The log never contains text of a prompt; that includes a model name which the prompt
 * itself gives.
 */
export function logReason(error: unknown, isNamedInPrompt = false): string {
  if (isNamedInPrompt) return 'the model that the prompt names cannot be used. See the status bar for the reason.';
  return errorText(error);
}
