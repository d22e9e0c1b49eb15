import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { chatMessagesIn, type ChatMessage } from '../../core/prompts/chatMessages';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import { embeddedModels } from '../../core/models/embeddedModels';
import { cancellableProgress } from '../../host/cancellableProgress';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { textToRead } from '../../host/textToRead';
import { formatCount } from '../shared/formatNumbers';
import { fileName } from '../shared/nameOfPromptFile';
import { budgetOf, type BudgetCounter } from './budgetFromDirectiveOrSettings';

/** A way to send a prompt. */
interface Sending extends vscode.QuickPickItem {
  readonly messages: readonly ChatMessage[];
}

/**
 * “Count as Sent…”: counts the prompt as a message of the user or the system, or the messages that the file has, through the chat
 * template of each model that is counted for, and shows apart what the template adds.
 */
export function registerCountAsSent(inference: Inference): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.countAsSent', async () => {
    const editor = vscode.window.activeTextEditor;
    const ways = editor ? waysToSend(editor) : [];
    if (!editor || ways.length === 0) {
      notify('There is nothing to count. Open a prompt, or select the text to count.');
      return;
    }
    const { document } = editor;
    const counters = budgetOf(document).counters.filter(hasOwnFiles);
    if (counters.length === 0) {
      notify(
        'No model that is counted for has a chat template. Pick one with “Count For…”, such as Qwen 3 or Llama 3.3.',
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(ways, {
      title: 'Count as Sent',
      placeHolder: 'How is the prompt sent?',
    });
    if (!picked) return;
    const lines = await reportErrors(async () =>
      cancellableProgress('Counting as sent', (signal) =>
        Promise.all(counters.map((counter) => lineOf(counter, picked.messages, inference, signal))),
      ),
    );
    if (lines) notify(`${fileName(document)} ${picked.label.toLowerCase()}: ${lines.join(' ')}`);
  });
}

/** Embedded models continue plain text, and OpenAI does not publish how its models read messages. */
function hasOwnFiles({ model }: BudgetCounter): boolean {
  return !openAiEncodings.includes(model) && embeddedModels.every(({ id }) => id !== model);
}

/** As the messages that the file has, and as one message of what is read of it. */
function waysToSend(editor: vscode.TextEditor): Sending[] {
  const own = chatMessagesIn(editor.document.uri.path, editor.document.getText());
  const text = textToRead(editor)?.text;
  const asOne = (role: string) => (text === undefined ? [] : [{ role, content: text }]);
  return [
    { label: `As its ${own.length} messages`, description: own.map(({ role }) => role).join(', '), messages: own },
    { label: 'As a message of the user', messages: asOne('user') },
    { label: 'As a message of the system', messages: asOne('system') },
  ].filter(({ messages }) => messages.length > 0);
}

async function lineOf(
  { name, model, limit: chosen }: BudgetCounter,
  messages: readonly ChatMessage[],
  inference: Inference,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { count, added, limit: own } = await inference.countMessages({ model, messages }, signal);
    const limit = chosen ?? own;
    const reads = Number.isFinite(limit) ? ` Its limit is ${formatCount(limit)}.` : '';
    return `${name} reads ${formatCount(count)} tokens, of which its chat template adds ${formatCount(added)}.${reads}`;
  } catch (error) {
    signal.throwIfAborted();
    return `${name}: ${errorText(error)}`;
  }
}
