/**
 * Why a request got no answer.
 *
 * - `untrusted`: the certificate is not trusted, or there is no secure connection
 * - `unknown host`: its name was not found
 * - `unreachable`: nothing answers there
 * - `broken`: anything else
 */
export type NetworkFault = 'untrusted' | 'unknown host' | 'unreachable' | 'broken';

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

/** What an error that fetch, or reading its body, threw says about the network, and the codes that say so. */
export function networkFaultOf(error: unknown): { readonly fault: NetworkFault; readonly codes: readonly string[] } {
  const codes = errorCodes(error);
  const hasOneOf = (group: readonly string[]) => codes.some((code) => group.includes(code));
  if (codes.some((code) => UNTRUSTED_CODE.test(code))) return { fault: 'untrusted', codes };
  if (hasOneOf(UNKNOWN_HOST_CODES)) return { fault: 'unknown host', codes };
  return { fault: hasOneOf(UNREACHABLE_CODES) ? 'unreachable' : 'broken', codes };
}

/**
 * Distinct error codes along the chain of causes, at most five deep. Connecting to several addresses of one host fails
 * with an AggregateError of several codes.
 */
function errorCodes(error: unknown): string[] {
  const codes = new Set<string>();
  for (let depth = 0; error instanceof Error && depth < 5; depth++) {
    const { code } = error as Error & { readonly code?: unknown };
    if (typeof code === 'string') codes.add(code);
    if (error instanceof AggregateError) for (const each of error.errors.flatMap(errorCodes)) codes.add(each);
    error = error.cause;
  }
  return [...codes];
}
