import type * as vscode from 'vscode';
import { countableModel as withOwn, ownCountableModels, type Countable } from '../../core/tokens/countableModel';
import { countableModels } from '../../core/tokens/countableModels';
import { engineNameOf } from '../../host/engines/engineTypes';
import { setting } from '../../host/settings';

/** The model that a setting names, the user's own ones and engines included. */
export function countableModel(id: string, scope?: vscode.TextDocument): Countable {
  const engine = engineNameOf(id);
  return engine === undefined ? withOwn(id, ownModels(scope)) : { id, name: engine, tokenizer: id };
}

/** All models with a name: the user's own ones, then those of the table that no own one replaces. */
export function namedModels(scope?: vscode.TextDocument): Countable[] {
  const own = ownModels(scope);
  return [...own, ...countableModels.filter(({ id }) => own.every((each) => each.id !== id))];
}

/** The user's own models. Only the setting for engines leads to one. */
function ownModels(scope: vscode.TextDocument | undefined): Countable[] {
  const own = ownCountableModels(setting('budget.models', scope));
  return own.filter(({ tokenizer }) => engineNameOf(tokenizer) === undefined);
}
