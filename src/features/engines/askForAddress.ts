import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import { isPlainHttpElsewhere, normalizedAddress } from '../../host/engines/engineTypes';

/** Asks for the address of an engine; undefined when cancelled. */
export async function askForAddress(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Connect an Engine',
    prompt:
      'The address of an engine: vLLM, llama-server, SGLang, Ollama, LM Studio, or another one with OpenAI’s interface.',
    placeHolder: 'http://localhost:8000',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : problemOf(value)),
  });
  return text === undefined || text.trim() === '' ? undefined : normalizedAddress(text);
}

function problemOf(address: string): string | undefined {
  try {
    normalizedAddress(address);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

/** Warns of an address that others on the network could read along; false when the user does not go on. */
export async function acceptsPlainHttp(url: string): Promise<boolean> {
  if (!isPlainHttpElsewhere(url)) return true;
  const goOn = 'Connect Anyway';
  const detail =
    'Others on the network can read and change what is sent to another machine without encryption, your key included. Use an ' +
    'https:// address or a tunnel, unless you trust the whole network in between.';
  const answer = await vscode.window.showWarningMessage(`${url} is not encrypted.`, { modal: true, detail }, goOn);
  return answer === goOn;
}
