import { EngineError } from './engineError';

/** Throws when an engine sends more tokens than were asked for, and may never end. */
export function refuseEndless(tokens: number, maxTokens: number, host: string): void {
  if (tokens <= maxTokens) return;
  throw new EngineError(
    'answer',
    `${host} sent more than the ${maxTokens} tokens that were asked for, so it was cut off. Check what answers there.`,
  );
}
