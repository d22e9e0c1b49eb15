import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { tokenLimitOf } from '../../core/models/tokenLimitOfModel';
import { setting } from '../../host/settings';
import { budgetOf } from './budgetFromDirectiveOrSettings';
import type { SplitOutput } from './waysToSplit';

/**
 * Most tokens of a segment: what `leftContext.split.tokens` says, else the limit of the prompt, else what the model reads.
 * Throws when there is none.
 */
export async function segmentLimit(document: vscode.TextDocument, inference: Inference): Promise<number> {
  const { model, limit: budget } = budgetOf(document).main;
  return setting('split.tokens', document) || budget || (await limitOf(model, inference));
}

/** How many tokens a model reads. Throws when it has no limit. */
async function limitOf(model: string, inference: Inference): Promise<number> {
  const spec = await inference.describe({ model }, new AbortController().signal);
  const limit = tokenLimitOf(spec);
  if (limit !== undefined) return limit;
  throw new Error(`${spec.label} reads a text of any length. Set the length of a segment in leftContext.split.tokens.`);
}

/** Most tokens of a segment's own text. */
export function roomInSegment(limit: number, output: SplitOutput): number {
  // The line end before a separator may take up to two tokens.
  return output === 'separators' ? limit - 2 : limit;
}
