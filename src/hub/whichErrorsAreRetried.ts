import type { HubError } from './hubError';

/** Whether a retry may succeed. */
export function isTemporary({ kind }: HubError): boolean {
  return kind === 'network' || kind === 'busy';
}

/** Whether an HTTP status means that the server refuses for now only. */
export function isTemporaryStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
