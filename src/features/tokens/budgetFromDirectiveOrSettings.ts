import * as vscode from 'vscode';
import type { Counter } from '../../contracts/tokenRequests';
import { readBudgetDirective, type DirectiveProblem } from '../../core/text/budgetDirectiveInPrompt';
import { defaultLimit } from '../../core/models/defaultTokenLimit';
import { isCounter } from '../../core/tokens/ignoreMalformedCounters';
import { setting } from '../../host/settings';

/** Lines at the top of a document that may hold a budget directive. */
const HEAD_LINES = 50;

/** The models and limits that a document is counted for, from the settings and its own directive. */
export interface Budget {
  /** The model and limit of diagnostics and fixes. */
  readonly main: Counter;
  /** Further counters for the status bar. */
  readonly others: readonly Counter[];
  /** Whether the document itself names the model of `main`. */
  readonly isNamedInPrompt: boolean;
  /** Share of the limit from which on to warn, 0 to 1. */
  readonly warnFrom: number;
  /** What is wrong with the directive. */
  readonly problems: readonly DirectiveProblem[];
}

/** A document's budget. Its directive takes precedence over the settings. */
export function budgetOf(document: vscode.TextDocument): Budget {
  const { directive, problems } = readBudgetDirective(document.getText(new vscode.Range(0, 0, HEAD_LINES, 0)));
  const model = directive.model ?? setting('budget.model', document);
  // The limit in the settings belongs to the model in the settings.
  const isOtherModel = model !== setting('budget.model', document);
  const limit = directive.limit ?? (isOtherModel ? 0 : setting('budget.limit', document));
  return {
    main: { model, limit: limit || defaultLimit(model) },
    others: setting('budget.counters', document).filter(isCounter),
    isNamedInPrompt: directive.model !== undefined,
    warnFrom: directive.warnFrom ?? setting('budget.warnFrom', document),
    problems,
  };
}
