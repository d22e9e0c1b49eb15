import { networkFaultOf } from '../core/http/networkFault';
import { HubError } from './hubError';

/**
 * The HubError for an error that fetch, or reading its body, threw.
 *
 * @param host with its port, for the message
 */
export function networkError(error: unknown, host: string): HubError {
  const { fault, codes } = networkFaultOf(error);
  const suffix = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  if (fault === 'untrusted')
    return new HubError(
      'untrusted',
      `There is no secure connection to ${host}${suffix}. Check the clock of this machine and the address. If a ` +
        'proxy inspects the traffic of your network, make this machine trust its certificate (NODE_EXTRA_CA_CERTS).',
      { cause: error },
    );
  const problem = {
    'unknown host': `${host} was not found: this machine may be offline, or its name server may be down`,
    unreachable: `${host} cannot be reached`,
    broken: `The connection to ${host} broke`,
  }[fault];
  return new HubError('network', `${problem}${suffix}. ${networkAdvice(host)}`, { cause: error });
}

/** What to do when the network does not reach `host`. */
export function networkAdvice(host: string): string {
  return (
    'Check the network; behind a proxy, set http.proxy or HTTPS_PROXY; ' +
    `if ${host} is blocked, set leftContext.hub.endpoint or HF_ENDPOINT to a mirror.`
  );
}
