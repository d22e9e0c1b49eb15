import type * as vscode from 'vscode';
import { countableModel as withOwn, ownCountableModels, type Countable } from '../../core/tokens/countableModel';
import { countableModels } from '../../core/tokens/countableModels';
import { setting } from '../../host/settings';

/** The model that a setting names, the user's own ones included. */
export function countableModel(id: string, scope?: vscode.TextDocument): Countable {
  return withOwn(id, ownCountableModels(setting('budget.models', scope)));
}

/** All models with a name: the user's own ones, then those of the table that no own one replaces. */
export function namedModels(scope?: vscode.TextDocument): Countable[] {
  const own = ownCountableModels(setting('budget.models', scope));
  return [...own, ...countableModels.filter(({ id }) => own.every((each) => each.id !== id))];
}
