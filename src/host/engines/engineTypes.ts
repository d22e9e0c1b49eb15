/** What features know of engines. */
export { isPlainHttpElsewhere, isThisMachine, normalizedAddress, USUAL_ADDRESSES } from '../../engines/engineAddress';
export type { EngineAbilities, EngineInfo, EngineProfile } from '../../engines/engine';
export { EngineError } from '../../engines/engineError';
export { engineModelId, engineNameOf } from '../../engines/engineModelId';
export type { FoundEngine } from '../../engines/lookForEngine';
