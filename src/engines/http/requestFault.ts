import { networkFaultOf } from '../../core/http/networkFault';
import { EngineError } from '../engineError';

/** The EngineError for an error that fetch, or reading its body, threw. */
export function requestFault(error: unknown, host: string): EngineError {
  const { fault, codes } = networkFaultOf(error);
  const suffix = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  const message = {
    untrusted:
      `There is no secure connection to ${host}${suffix}. Make this machine trust its certificate, or check the address: an engine ` +
      'without a certificate has an address with http://.',
    'unknown host': `${host} was not found${suffix}. Check the address and the network.`,
    unreachable: `Nothing answers at ${host}${suffix}. Start the engine, or check the address.`,
    broken: `The connection to ${host} broke${suffix}. The engine may have stopped: look at its log, then try again.`,
  }[fault];
  return new EngineError('unreachable', message, { cause: error });
}
