import type { Inference } from '../../contracts/inference';
import { remoteInference } from '../../engines/remoteInference';
import type { EngineConnections } from './engineConnections';

/** The models of engines, which requests name as `engine:NAME`. */
export function engineInference(engines: Pick<EngineConnections, 'engineOf'>): Inference {
  return remoteInference(engines.engineOf);
}
