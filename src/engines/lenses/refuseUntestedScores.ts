import type { EngineInfo } from '../engine';
import { EngineError } from '../engineError';

/** Throws where an engine gives no scores of a prompt that could be trusted. */
export function refuseUntestedScores({ engine, abilities }: EngineInfo): void {
  if (abilities.scoring === 'tested') return;
  const why =
    abilities.scoring === 'wrong'
      ? 'gives log-probabilities of a prompt that differ from what it generates, so they are not used'
      : 'gives no log-probabilities of a prompt';
  throw new EngineError(
    'unable',
    `${engine} ${why}. Set leftContext.engine.expectation to an engine that gives them, or empty for this machine.`,
  );
}
