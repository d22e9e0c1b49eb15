import * as vscode from 'vscode';
import { setting } from '../../host/settings';
import { ROLES, type Role } from './modelRoles';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';

/** The models that the active document's settings name for a role; more than one for attention and counting only. */
export function chosenFor(role: Role): readonly string[] {
  const document = vscode.window.activeTextEditor?.document;
  switch (role) {
    case 'completion':
      return [setting('completion.model', document)];
    case 'counting':
      return setting('budget.countFor', document);
    case 'attention':
      return setting('attention.models', document);
    case 'both sides':
      return [setting('bothSides.model', document)];
    case 'rewriting':
      return [setting('rewrite.model', document)].filter(Boolean);
  }
}

/** Names a model in a role's setting. Attention and counting have several: it becomes the first or last one of the list. */
export async function choose(role: Role, model: string): Promise<void> {
  if (role === 'completion') return writeSetting('completion.model', model);
  if (role === 'both sides') return writeSetting('bothSides.model', model);
  if (role === 'rewriting') return writeSetting('rewrite.model', model);
  if (role === 'counting') return addTo(chosenFor(role), model);
  const others = chosenFor(role).filter((other) => other !== model);
  await writeSetting('attention.models', [model, ...others]);
}

async function addTo(counted: readonly string[], model: string): Promise<void> {
  if (!counted.includes(model)) await writeSetting('budget.countFor', [...counted, model]);
}

/** Whether the settings for the active document name a model for any role. */
export function isChosen(model: string): boolean {
  const limited = setting('budget.model', vscode.window.activeTextEditor?.document);
  return limited === model || (Object.keys(ROLES) as Role[]).some((role) => chosenFor(role).includes(model));
}
