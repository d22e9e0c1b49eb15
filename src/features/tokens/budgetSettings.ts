import * as vscode from 'vscode';
import type { Counter } from '../../contracts/tokens';
import { readBudgetDirective, type DirectiveProblem } from '../../core/text/budgetDirective';
import { defaultLimit } from '../../core/models/modelSpec';
import { isCounter } from '../../core/tokens/tokenBudget';
import { setting } from '../../host/settings';

/** Lines at the top of a document in which it can say something of its own budget. */
const HEAD_LINES = 50;

/** What a document is counted for, by the settings and what it says itself. */
export interface Budget {
  /** The model and limit that diagnostics and fixes go by. */
  readonly main: Counter;
  /** Others that are shown beside it. */
  readonly others: readonly Counter[];
  /** Whether the document itself names the model of `main`. */
  readonly isNamedInPrompt: boolean;
  /** 0 to 1. */
  readonly warnFrom: number;
  readonly problems: readonly DirectiveProblem[];
}

export function budgetOf(document: vscode.TextDocument): Budget {
  const { directive, problems } = readBudgetDirective(document.getText(new vscode.Range(0, 0, HEAD_LINES, 0)));
  const model = directive.model ?? setting('budget.model', document);
  // The limit of the settings is meant for the model of the settings.
  const isOther = model !== setting('budget.model', document);
  const limit = directive.limit ?? (isOther ? 0 : setting('budget.limit', document));
  return {
    main: { model, limit: limit || defaultLimit(model) },
    others: setting('budget.counters', document).filter(isCounter),
    isNamedInPrompt: directive.model !== undefined,
    warnFrom: directive.warnFrom ?? setting('budget.warnFrom', document),
    problems,
  };
}

/** The line between segments, without the white space around it. */
export function separatorOf(document: vscode.TextDocument): string {
  return setting('split.separator', document).trim().split('\n')[0]!.trim();
}
