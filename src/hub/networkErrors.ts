import { HubError } from './hubError';

const UNKNOWN_HOST = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];
const NO_WAY = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
];
const UNTRUSTED = /CERT|^UNABLE_TO|SELF_SIGNED|^ERR_(TLS|SSL)|^EPROTO$/;

/**
 * Why nothing, or no more, came from a host: `error` is what fetch or the reading of its body threw.
 *
 * @param host with its port, for the message
 */
export function networkError(error: unknown, host: string): HubError {
  const codes = codesOf(error);
  const has = (known: readonly string[]) => codes.some((code) => known.includes(code));
  const code = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  if (codes.some((each) => UNTRUSTED.test(each)))
    return new HubError(
      'untrusted',
      `There is no secure connection to ${host}${code}. Check the clock of this machine and the address. If a proxy ` +
        'reads the traffic of your network, let this machine trust its certificate (NODE_EXTRA_CA_CERTS).',
      { cause: error },
    );
  const what = has(UNKNOWN_HOST)
    ? `${host} was not found: this machine may be offline, or its name server down`
    : has(NO_WAY)
      ? `${host} cannot be reached`
      : `The connection to ${host} broke`;
  return new HubError('network', `${what}${code}. ${networkAdvice(host)}`, { cause: error });
}

/** What to do about a network that does not reach `host`. */
export function networkAdvice(host: string): string {
  return (
    'Check the network; where it has a proxy, set http.proxy or HTTPS_PROXY; ' +
    `where ${host} is closed to you, set leftContext.hub.endpoint or HF_ENDPOINT to a mirror.`
  );
}

/** Error codes along the causes, each once; a connection tried by several addresses fails by several. */
function codesOf(error: unknown): string[] {
  const codes = new Set<string>();
  for (let depth = 0; error instanceof Error && depth < 5; depth++) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string') codes.add(code);
    if (error instanceof AggregateError) for (const each of error.errors.flatMap(codesOf)) codes.add(each);
    error = error.cause;
  }
  return [...codes];
}
