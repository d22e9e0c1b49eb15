import * as vscode from 'vscode';
import type { Counter } from '../../contracts/tokenRequests';
import { defaultLimit } from '../../core/models/defaultTokenLimit';
import { readBudgetDirective, type DirectiveProblem } from '../../core/text/budgetDirectiveInPrompt';
import { countableModel } from './countableModelsInSettings';
import { isCounter } from '../../core/tokens/ignoreMalformedCounters';
import { documentRole } from '../../host/documentRole';
import { fileChoice } from '../../host/fileChoices';
import { isSet } from '../../host/isSettingSet';
import { setting } from '../../host/settings';

/** Lines at the top of a document that may hold a budget directive. */
const HEAD_LINES = 50;

/** A model that a document is counted for. `model` is its tokenizer. */
export interface BudgetCounter extends Counter {
  /** The name in settings. */
  readonly id: string;
  /** The name for users. */
  readonly name: string;
  /** How many times as many tokens the model is likely to count, where its tokenizer is not public. */
  readonly factor?: number | undefined;
}

type Directive = ReturnType<typeof readBudgetDirective>['directive'];

/** The models and limits that a document is counted for, from the settings, the user's choice and its own directive. */
export interface Budget {
  /** In the order in which they are shown. */
  readonly counters: readonly BudgetCounter[];
  /** The counter whose limit counts for trimming and splitting, and its index. */
  readonly main: BudgetCounter;
  readonly mainIndex: number;
  /** The counter that single tokens and templates are shown for: the one with the chosen limit, else the first. */
  readonly detailed: BudgetCounter;
  /** Where somebody chose the main counter's limit, past which text is an error; undefined if nobody did. */
  readonly strictBy: 'prompt' | 'file' | 'settings' | undefined;
  /** Whether the document itself names the model of the main counter. */
  readonly isNamedInPrompt: boolean;
  /** Share of the limit from which on to warn, 0 to 1. */
  readonly warnFrom: number;
  /** What is wrong with the directive. */
  readonly problems: readonly DirectiveProblem[];
}

/** A document's budget. Its directive takes precedence over the user's choice for the file, and that over the settings. */
export function budgetOf(document: vscode.TextDocument): Budget {
  const { directive, problems } = readBudgetDirective(document.getText(new vscode.Range(0, 0, HEAD_LINES, 0)));
  const strictBy = whereLimitIsChosen(document, directive);
  const strict = strictBy && strictCounter(document, directive);
  const counters = countersBeside(strict, document);
  const mainIndex = Math.max(
    0,
    counters.findIndex(({ limit }) => limit !== undefined),
  );
  return {
    counters,
    main: counters[mainIndex]!,
    mainIndex,
    detailed: counters[strictBy ? mainIndex : 0]!,
    strictBy,
    isNamedInPrompt: directive.model !== undefined,
    warnFrom: directive.warnFrom ?? setting('budget.warnFrom', document),
    problems,
  };
}

/** The counter with the chosen limit first, if there is one, then those that the settings list; at least one. */
function countersBeside(strict: BudgetCounter | undefined, document: vscode.TextDocument): BudgetCounter[] {
  const listed = setting('budget.countFor', document).map((id) => counterFor(id, document));
  const withOwnLimit = setting('budget.counters', document)
    .filter(isCounter)
    .map(({ model, limit }) => ({ ...counterFor(model, document), limit }));
  if (!strict) {
    const counters = [...listed, ...withOwnLimit];
    return counters.length > 0 ? counters : [mainFromSettings(document)];
  }
  return [
    strict,
    ...listed.filter(({ id }) => id !== strict.id),
    ...withOwnLimit.filter(({ id, limit }) => id !== strict.id || limit !== strict.limit),
  ];
}

/** Where somebody chose a limit that the document must keep. In text, only a choice for that one file counts. */
function whereLimitIsChosen(document: vscode.TextDocument, directive: Directive): Budget['strictBy'] {
  if (Object.keys(directive).length > 0) return 'prompt';
  if (fileChoice(document.uri).limit) return 'file';
  const isSetting = isSet('budget.model', document) || isSet('budget.limit', document);
  return isSetting && documentRole(document) === 'prompt' ? 'settings' : undefined;
}

function strictCounter(document: vscode.TextDocument, directive: Directive): BudgetCounter {
  const { limit } = fileChoice(document.uri);
  const isInPrompt = Object.keys(directive).length > 0;
  return limit && !isInPrompt
    ? { ...counterFor(limit.model, document), limit: limit.tokens }
    : mainFromSettings(document, directive);
}

/** The counter that `budget.model` and `budget.limit` name, as far as a directive does not. */
function mainFromSettings(document: vscode.TextDocument, directive: Directive = {}): BudgetCounter {
  const inSettings = setting('budget.model', document);
  const id = directive.model ?? inSettings;
  // The limit in the settings belongs to the model in the settings.
  const limit = directive.limit ?? (id === inSettings ? setting('budget.limit', document) : 0);
  const counter = counterFor(id, document);
  return { ...counter, limit: limit || counter.limit || defaultLimit(counter.model) };
}

function counterFor(id: string, scope: vscode.TextDocument): BudgetCounter {
  const { name, tokenizer, limit, factor } = countableModel(id, scope);
  return { id, name, model: tokenizer, limit, factor };
}
