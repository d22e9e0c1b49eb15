import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OrderKind } from '../../src/core/order/orderFindingTypes';
import { findOrderProblems } from '../../src/core/order/findOrderProblems';
import { root } from './fixtures';

/** Labels in the form that test/fixtures/order/README.md describes. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly labels: readonly { readonly kind: OrderKind; readonly match: string; readonly nth?: number }[];
}

export const SETS = ['looked-at', 'held-out'] as const;
export const LABELLED = ['sentences', 'prompts'] as const;

export function labelledTexts(set: (typeof SETS)[number], what: (typeof LABELLED)[number]): Labelled[] {
  const file = path.join(root, 'test', 'fixtures', 'order', set, `${what}.jsonl`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Labelled);
}

/** Numbers of right and wrong findings, and of labels without a finding. */
export interface Score {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** Compares the lint's findings with labels. Each label counts once. */
export function scored(texts: readonly Labelled[], kind?: OrderKind): Score {
  let [right, found, labelled] = [0, 0, 0];
  for (const { text, labels } of texts) {
    const wanted = new Set(labels.filter((label) => !kind || label.kind === kind));
    const findings = findOrderProblems(text).filter((finding) => !kind || finding.kind === kind);
    labelled += wanted.size;
    found += findings.length;
    for (const finding of findings) {
      const label = [...wanted].find((each) => {
        const { start, end } = placeOf(text, each);
        return each.kind === finding.kind && start < finding.end && finding.start < end;
      });
      if (label) right++;
      if (label) wanted.delete(label);
    }
  }
  return { right, wrong: found - right, missed: labelled - right };
}

export function precisionOf({ right, wrong }: Score): number {
  return right / (right + wrong);
}

export function recallOf({ right, missed }: Score): number {
  return right / (right + missed);
}

function placeOf(text: string, { match, nth = 1 }: Labelled['labels'][number]): { start: number; end: number } {
  let start = -1;
  for (let count = 0; count < nth; count++) start = text.indexOf(match, start + 1);
  if (start < 0) throw new Error(`“${match}” is not in “${text}”.`);
  return { start, end: start + match.length };
}
