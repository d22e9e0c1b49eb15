/**
 * The header with the access token: for the endpoint's origin only, and for nobody after a redirect has led to another
 * origin.
 *
 * @param isAtEndpoint whether this address and all before it have the endpoint's origin
 */
export function authorizationHeader(
  token: string | undefined,
  isAtEndpoint: boolean,
): { readonly Authorization: string } | undefined {
  return isAtEndpoint && token ? { Authorization: `Bearer ${token}` } : undefined;
}
