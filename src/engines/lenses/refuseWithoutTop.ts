import type { EngineInfo } from '../engine';
import { EngineError } from '../engineError';

/** Throws where an engine lists no likely tokens, so that nothing is known of what it expects. */
export function refuseWithoutTop({ engine, abilities }: EngineInfo): void {
  if (abilities.topTokens > 0) return;
  throw new EngineError(
    'unable',
    `${engine} lists no log-probabilities of the next token. Set leftContext.engine.expectation to an engine that does, or empty for this machine.`,
  );
}
