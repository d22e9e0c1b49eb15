import type { HubRequest } from './httpStatusErrors';
import { HubError } from './hubError';

/**
 * The access token, trimmed. Throws a HubError when it has characters that tokens never have: fetch would throw an error
 * whose message contains the token.
 */
export function checkedToken({ hub }: HubRequest): string | undefined {
  const token = hub.token?.trim();
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new HubError(
      'request',
      'The access token has characters that tokens never have. Copy it again and run “Left Context Models: Set Hub Token…”.',
    );
  return token;
}
