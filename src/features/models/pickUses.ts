import * as vscode from 'vscode';
import { AUTOMATIC } from '../../core/models/automaticModels';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import type { Inference } from '../../contracts/inference';
import { factsOfModel } from './factsOfModel';
import { ROLES, type Role } from './modelRoles';

/** Roles for which this is asked. A model chosen for another role is chosen for that role alone. */
const ASKED_IN: readonly Role[] = ['completion', 'attention'];

/**
 * Asks whether a model is to fill one role only or every role that it can, and shows what it takes before it is loaded. Does
 * not ask where there is no choice.
 *
 * @returns the roles, the given one first; undefined when cancelled
 */
export async function pickUses(
  role: Role,
  model: string,
  label: string,
  inference: Inference,
): Promise<readonly Role[] | undefined> {
  if (!ASKED_IN.includes(role) || model === AUTOMATIC || openAiEncodings.includes(model)) return [role];
  const spec = await inference.describe({ model }, new AbortController().signal).catch(() => undefined);
  const others = (Object.keys(ROLES) as Role[]).filter(
    (other) => other !== role && spec && ROLES[other].tasks.includes(spec.task),
  );
  // tryOutModel refuses a model that does not fit the role.
  if (!spec || !ROLES[role].tasks.includes(spec.task) || others.length === 0) return [role];
  const all = [role, ...others];
  const only = { label: `Use It for ${ROLES[role].title}`, roles: [role] };
  const everything = {
    label: 'Use It for Everything It Can Do',
    description: all.map((each) => ROLES[each].name).join(', '),
    roles: all,
  };
  const options = { title: label, placeHolder: await factsOfModel(model, inference) };
  return (await vscode.window.showQuickPick([only, everything], options))?.roles;
}
