import * as vscode from 'vscode';
import { labelOf } from '../core/models/modelLabel';

/** Prefixes that T5 was trained on (Raffel et al. 2020, appendix D), then instructions that Flan-T5 follows. */
const PREFIXES: readonly (readonly [prefix: string, description: string])[] = [
  ['summarize: ', 'T5 and Flan-T5'],
  ['translate English to German: ', 'T5 and Flan-T5'],
  ['translate English to French: ', 'T5 and Flan-T5'],
  ['translate English to Romanian: ', 'T5 and Flan-T5'],
  ['Correct the grammar: ', 'Flan-T5'],
  ['Write this as a list of steps: ', 'Flan-T5'],
  ['Write this more politely: ', 'Flan-T5'],
];

/** Asks for the instruction that precedes the text to rewrite; undefined when cancelled. */
export async function pickPrefix(model: string): Promise<string | undefined> {
  const other: vscode.QuickPickItem = { label: '$(edit) Another instruction…' };
  const items = PREFIXES.map(([prefix, description]) => ({ label: prefix.trim(), description, prefix }));
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { prefix?: string }>([...items, other], {
    title: `Rewrite the Selection with ${labelOf(model)}`,
    placeHolder: 'The instruction that the model reads before the text',
  });
  if (picked !== other) return picked?.prefix;
  const typed = await vscode.window.showInputBox({
    title: 'Another Instruction',
    placeHolder: 'summarize:',
    prompt: 'Small models know only what they were trained on: short instructions such as “summarize:”.',
  });
  return typed === undefined ? undefined : `${typed.trim()} `;
}
