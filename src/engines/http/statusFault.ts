import { retryAfterOf } from '../../core/http/retryAfter';
import { EngineError, type EngineErrorKind } from '../engineError';

/** What engines say of an error. All of it is optional, and strings may stand where objects are expected. */
interface Complaint {
  readonly message: string;
  readonly type: string;
  readonly code: string;
  readonly param: string;
  /** Tokens of the prompt and of the context window, where it is too long. */
  readonly tokens: number | undefined;
  readonly contextLength: number | undefined;
}

/** Most UTF-16 code units of an engine's own words that are shown. */
const MAX_SHOWN = 240;

/** The error for a status that is neither success nor redirect. */
export function statusFault(
  response: Response,
  body: string,
  host: string,
  path: string,
  hasKey: boolean,
): EngineError {
  const { status } = response;
  const complaint = complaintIn(jsonOf(body));
  const says = complaint?.message ? ` It says: ${complaint.message}` : '';
  const fault = (kind: EngineErrorKind, message: string) =>
    new EngineError(kind, message + says, { retryAfter: retryAfterOf(response.headers.get('retry-after')) });
  if (status === 401 || status === 403)
    return fault(
      'key',
      hasKey
        ? `${host} refuses the key (${status}). Set another one with “Connect an Engine…”.`
        : `${host} requires a key (${status}). Set it with “Connect an Engine…”.`,
    );
  if (status === 407) return fault('unreachable', `The proxy of your network requires a login (407).`);
  const tooLong = complaint && tooLongFault(complaint, host);
  if (tooLong) return tooLong;
  if (status === 413) return fault('too long', `The prompt is too long for ${host} (413). Shorten it.`);
  if (status === 404 && isAboutModel(complaint))
    return fault('model', `${host} no longer has this model (404). Choose another one with “Connect an Engine…”.`);
  if (status === 404 || status === 405)
    return fault('answer', `${host} has no ${path} (${status}). Check the address, and the version of the engine.`);
  if (status === 429) return fault('busy', `${host} has too many requests (429). It is asked again later.`);
  if (status === 408 || status === 502 || status === 503 || status === 504)
    return fault(
      'busy',
      `${host} cannot answer now (${status}): it may be starting or overloaded. It is asked again later.`,
    );
  if (status >= 500) return fault('failed', `${host} failed (${status}). Look at the engine's log.`);
  return fault('answer', `${host} refuses the request to ${path} (${status}). Check the version of the engine.`);
}

/** The error that an engine sends as a value in place of an answer; undefined for an answer. */
export function faultInAnswer(value: unknown, host: string): EngineError | undefined {
  const isFault = typeof value === 'object' && value !== null && 'error' in value && Boolean(value.error);
  const complaint = isFault ? complaintIn(value) : undefined;
  if (!complaint) return undefined;
  return (
    tooLongFault(complaint, host) ??
    new EngineError(
      'failed',
      `${host} stopped in the middle of an answer. It says: ${complaint.message || 'nothing more'}`,
    )
  );
}

function tooLongFault(
  { message, type, code, param, tokens, contextLength }: Complaint,
  host: string,
): EngineError | undefined {
  const isTooLong =
    type === 'exceed_context_size_error' ||
    code === 'context_length_exceeded' ||
    param === 'input_tokens' ||
    /maximum context length|exceeds? the (available )?context|context (window|length)/i.test(message);
  if (!isTooLong) return undefined;
  const numbers = tokens && contextLength ? `: it has ${tokens} tokens, and ${contextLength} fit` : '';
  return new EngineError('too long', `The prompt is too long for the model at ${host}${numbers}. Shorten it.`);
}

function isAboutModel(complaint: Complaint | undefined): boolean {
  return complaint !== undefined && (complaint.type === 'NotFoundError' || /model/i.test(complaint.message));
}

/** Reads {"error": {…}}, {"error": "…"}, {"detail": "…"} and {"message": "…"}. */
function complaintIn(value: unknown): Complaint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const inner = fields['error'] ?? fields['detail'] ?? fields;
  const about = (typeof inner === 'object' && inner !== null ? inner : { message: inner }) as Record<string, unknown>;
  const text = (name: string) => (typeof about[name] === 'string' ? about[name] : '');
  const number = (name: string) => (typeof about[name] === 'number' ? about[name] : undefined);
  const message = text('message').replace(/\s+/g, ' ').trim();
  return {
    message: message.length > MAX_SHOWN ? `${message.slice(0, MAX_SHOWN)}…` : message,
    type: text('type'),
    code: text('code'),
    param: text('param'),
    tokens: number('n_prompt_tokens'),
    contextLength: number('n_ctx'),
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A page or plain text says nothing that a user could use.
    return undefined;
  }
}
