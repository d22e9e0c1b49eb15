import * as vscode from 'vscode';
import type { Counter } from '../../contracts/tokenRequests';
import { defaultLimit } from '../../core/models/defaultTokenLimit';
import { promptBert } from '../../core/models/embeddedModels';
import { readBudgetDirective, type DirectiveProblem } from '../../core/text/budgetDirectiveInPrompt';
import { countableModel } from './countableModelsInSettings';
import { isCounter } from '../../core/tokens/ignoreMalformedCounters';
import { documentRole } from '../../host/documentRole';
import { countingEngine } from '../../host/engines/countingEngine';
import { engineNameOf } from '../../host/engines/engineTypes';
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
  // How much an engine reads may be known only after it has counted.
  const isFirstOfEngine = engineNameOf(counters[0]!.model) !== undefined;
  const mainIndex = isFirstOfEngine
    ? 0
    : Math.max(
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

/** The counter with the chosen limit first, if there is one, then an engine's, then those that the settings list; at least one. */
function countersBeside(strict: BudgetCounter | undefined, document: vscode.TextDocument): BudgetCounter[] {
  const listed = withEngine(
    setting('budget.countFor', document).flatMap((id) => usableCounter(id, document) ?? []),
    document,
  );
  const withOwnLimit = setting('budget.counters', document)
    .filter(isCounter)
    .flatMap(({ model, limit }) => {
      const counter = usableCounter(model, document);
      return counter ? [{ ...counter, limit }] : [];
    });
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

/** The counters of the settings behind that of an engine. One that fails comes last: there are no counts without the first one. */
function withEngine(inSettings: readonly BudgetCounter[], document: vscode.TextDocument): BudgetCounter[] {
  const engine = engineCounter(document);
  if (!engine) return [...inSettings];
  const others = inSettings.filter(({ id }) => id !== engine.id);
  return countingEngine(document)?.isFailing ? [...others, engine] : [engine, ...others];
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
    ? { ...(usableCounter(limit.model, document) ?? mainFromSettings(document)), limit: limit.tokens }
    : mainFromSettings(document, directive);
}

/** The counter that `budget.model` and `budget.limit` name, as far as a directive does not. */
function mainFromSettings(document: vscode.TextDocument, directive: Directive = {}): BudgetCounter {
  const inSettings = setting('budget.model', document);
  const id = directive.model ?? inSettings;
  // The limit in the settings belongs to the model in the settings.
  const limit = directive.limit ?? (id === inSettings ? setting('budget.limit', document) : 0);
  const counter = usableCounter(id, document) ?? usableCounter(promptBert.id, document)!;
  return { ...counter, limit: limit || counter.limit || defaultLimit(counter.model) };
}

/** The counter of a model; undefined for an engine that is not chosen to count this document, which must not be sent there. */
function usableCounter(id: string, document: vscode.TextDocument): BudgetCounter | undefined {
  const engine = engineCounter(document);
  if (id === engine?.id) return engine;
  const { name, tokenizer, limit, factor } = countableModel(id, document);
  return engineNameOf(tokenizer) === undefined ? { id, name, model: tokenizer, limit, factor } : undefined;
}

/** The counter of the engine that is chosen to count prompts, if the document is one. */
function engineCounter(document: vscode.TextDocument): BudgetCounter | undefined {
  const engine = countingEngine(document);
  return engine && { id: engine.id, name: engine.label, model: engine.id, limit: engine.contextLength };
}
