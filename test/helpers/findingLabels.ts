import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where a finding stands. */
export interface LabelledPlace {
  /** Repository, as owner/name. */
  readonly source: string;
  readonly path: string;
  /** From 1 on. */
  readonly line: number;
  readonly rule: string;
}

/** What a reader said who did not write the rule: would a prompt writer mend this? */
export interface FindingLabel extends LabelledPlace {
  readonly isRight: boolean;
}

const FILE = path.join(__dirname, '..', 'fixtures', 'findings', 'labels.jsonl');

/** The labels by `keyOf` their places. */
export function findingLabels(): ReadonlyMap<string, FindingLabel> {
  const lines = readFileSync(FILE, 'utf8').split('\n');
  const labels = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FindingLabel);
  return new Map(labels.map((label) => [keyOf(label), label]));
}

export function keyOf({ source, path: name, line, rule }: LabelledPlace): string {
  return JSON.stringify([source, name, line, rule]);
}
