import type { Engine } from '../engine';
import { EngineError } from '../engineError';

/** For engines that do not divide texts into tokens on request. */
export function noTokenizer(host: string): Pick<Engine, 'tokenize' | 'tokenizeChat'> {
  const refuse = (what: string) =>
    Promise.reject(new EngineError('unable', `The engine at ${host} ${what}. Choose a model on this machine for it.`));
  return {
    tokenize: () => refuse('does not count tokens'),
    tokenizeChat: () => refuse('does not say what its chat template writes'),
  };
}
