import * as vscode from 'vscode';
import { AUTOMATIC } from '../../core/models/automaticModels';
import { setting } from '../../host/settings';
import type { ModelsInUse } from './modelsInUse';
import { ROLES, type Role } from './modelRoles';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';

/**
 * What the active document's settings name for a role, “automatic” included; more than one for attention and counting only.
 */
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

/** The models on this machine that fill a role in the active document, with those that are chosen automatically. */
export function usedFor(role: Role, models: ModelsInUse): readonly string[] {
  const document = vscode.window.activeTextEditor?.document;
  switch (role) {
    case 'completion':
      return [models.writingHere(document).id];
    case 'attention':
      return models.onPages(document);
    case 'both sides':
      return [models.sides(document).masked];
    default:
      return chosenFor(role);
  }
}

/** Names a model in a role's setting. Attention and counting have several: it becomes the first or last one of the list. */
export async function choose(role: Role, model: string): Promise<void> {
  if (role === 'completion') return writeSetting('completion.model', model);
  if (role === 'both sides') return writeSetting('bothSides.model', model);
  if (role === 'rewriting') return writeSetting('rewrite.model', model);
  if (role === 'counting') return addTo(chosenFor(role), model);
  const others = chosenFor(role).filter((other) => other !== model);
  await writeSetting('attention.models', model === AUTOMATIC ? [model] : [model, ...others]);
}

async function addTo(counted: readonly string[], model: string): Promise<void> {
  if (!counted.includes(model)) await writeSetting('budget.countFor', [...counted, model]);
}

/** Whether a model fills any role in the active document. */
export function isUsed(model: string, models: ModelsInUse): boolean {
  const limited = setting('budget.model', vscode.window.activeTextEditor?.document);
  return limited === model || (Object.keys(ROLES) as Role[]).some((role) => usedFor(role, models).includes(model));
}
