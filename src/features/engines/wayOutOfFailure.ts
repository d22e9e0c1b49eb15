import { EngineError } from '../../host/engines/engineTypes';

/** What to do about a model that did not answer: what a click does, and the command for it. */
export function wayOutOf(error: unknown): { readonly advice: string; readonly command: string } {
  return error instanceof EngineError
    ? { advice: 'Click to see your engines.', command: 'leftContext.connectEngine' }
    : { advice: 'Click to choose a model.', command: 'leftContext.chooseModel' };
}
