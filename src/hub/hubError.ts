/**
 * What went wrong:
 * - request: the id, path, endpoint or token that was given cannot be right
 * - access: a token is needed, or the one that was sent does not give access
 * - missing: no such repository, revision or file
 * - network: no connection, or it broke (may pass)
 * - busy: the server refuses for now (may pass)
 * - untrusted: the connection is not one to trust
 * - answer: what came back is not what a hub answers
 * - content: the bytes are not those that the hub promised
 * - disk: the folder cannot be written or read
 * - lock: another window has taken the folder over
 */
export type HubErrorKind =
  'request' | 'access' | 'missing' | 'network' | 'busy' | 'untrusted' | 'answer' | 'content' | 'disk' | 'lock';

/** Why a model could not be got; its message says what happened and what to do next. */
export class HubError extends Error {
  /** How long the server asks to wait, in milliseconds. */
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

  /** Whether the same may work in a while. */
  get mayPass(): boolean {
    return this.kind === 'network' || this.kind === 'busy';
  }
}
