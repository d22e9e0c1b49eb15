import { HubError } from './hubError';

const UNKNOWN_HOST_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];
const UNREACHABLE_CODES = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
];
const UNTRUSTED_CODE = /CERT|^UNABLE_TO|SELF_SIGNED|^ERR_(TLS|SSL)|^EPROTO$/;

/**
 * The HubError for an error that fetch, or reading its body, threw.
 *
 * @param host with its port, for the message
 */
export function networkError(error: unknown, host: string): HubError {
  const codes = errorCodes(error);
  const hasOneOf = (group: readonly string[]) => codes.some((code) => group.includes(code));
  const suffix = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  if (codes.some((code) => UNTRUSTED_CODE.test(code)))
    return new HubError(
      'untrusted',
      `There is no secure connection to ${host}${suffix}. Check the clock of this machine and the address. If a ` +
        'proxy inspects the traffic of your network, make this machine trust its certificate (NODE_EXTRA_CA_CERTS).',
      { cause: error },
    );
  const problem = hasOneOf(UNKNOWN_HOST_CODES)
    ? `${host} was not found: this machine may be offline, or its name server may be down`
    : hasOneOf(UNREACHABLE_CODES)
      ? `${host} cannot be reached`
      : `The connection to ${host} broke`;
  return new HubError('network', `${problem}${suffix}. ${networkAdvice(host)}`, { cause: error });
}

/** What to do when the network does not reach `host`. */
export function networkAdvice(host: string): string {
  return (
    'Check the network; behind a proxy, set http.proxy or HTTPS_PROXY; ' +
    `if ${host} is blocked, set leftContext.hub.endpoint or HF_ENDPOINT to a mirror.`
  );
}

/**
 * Distinct error codes along the chain of causes, at most five deep. Connecting to several addresses of one host fails
 * with an AggregateError of several codes.
 */
function errorCodes(error: unknown): string[] {
  const codes = new Set<string>();
  for (let depth = 0; error instanceof Error && depth < 5; depth++) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string') codes.add(code);
    if (error instanceof AggregateError) for (const each of error.errors.flatMap(errorCodes)) codes.add(each);
    error = error.cause;
  }
  return [...codes];
}
