import type { ChanceWeights } from '../../src/core/completion/chanceOfFirstWord';
import { logistic, type BeginningRecord } from './fit';

const STEPS = 10;

/** For each step of the chance: how often such beginnings were right, with weights fitted without their repository. */
export function reliabilityOf(
  records: readonly BeginningRecord[],
  weightsWithout: (repository: string) => ChanceWeights,
): Record<string, string | number>[] {
  const repositories = [...new Set(records.map(({ repository }) => repository))];
  const weights = new Map(repositories.map((repository) => [repository, weightsWithout(repository)]));
  const judged = records.map((record) => {
    const { word, letter } = weights.get(record.repository)!;
    return {
      word: { chance: logistic(record.word, word), isRight: record.isWordRight },
      letter: { chance: logistic(record.letter, letter), isRight: record.isLetterRight },
    };
  });
  return Array.from({ length: STEPS }, (_, step) => {
    const row: Record<string, string | number> = { chance: `${step / STEPS} to ${(step + 1) / STEPS}` };
    for (const of of ['word', 'letter'] as const) {
      const within = judged.map((each) => each[of]).filter(({ chance }) => Math.floor(chance * STEPS) === step);
      row[`first ${of}: number`] = within.length;
      row[`first ${of}: right`] = (within.filter(({ isRight }) => isRight).length / within.length).toFixed(2);
    }
    return row;
  });
}
