/**
 * What went wrong:
 * - request: the given id, path, endpoint or token is invalid
 * - access: a token is required, or the token that was sent gives no access
 * - missing: the repository, revision or file does not exist
 * - network: no connection, or a broken one (temporary)
 * - busy: the server refuses for now (temporary)
 * - untrusted: the connection is not secure
 * - answer: the response is not what a hub sends
 * - content: the bytes differ from what the hub lists
 * - disk: the folder cannot be written or read
 * - lock: another window has taken the folder over
 */
export type HubErrorKind =
  'request' | 'access' | 'missing' | 'network' | 'busy' | 'untrusted' | 'answer' | 'content' | 'disk' | 'lock';

/** Why a model could not be listed, downloaded or deleted. The message says what happened and what to do next. */
export class HubError extends Error {
  /** Milliseconds to wait before a retry, when the server named them. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: HubErrorKind,
    message: string,
    { cause, retryAfter }: { cause?: unknown; retryAfter?: number | undefined } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HubError';
    this.retryAfter = retryAfter;
  }
}
