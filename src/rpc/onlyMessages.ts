import type { Message, MessageReader } from 'vscode-jsonrpc';

const CANCEL = '$/cancelRequest';

/**
 * The same reader, for an end that only answers: what is no request and no notification (JSON-RPC 2.0) is dropped. The
 * connection would throw where nobody can catch it.
 */
export function onlyMessages(reader: MessageReader): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    listen: (heard) => reader.listen((message) => isMessage(message) && heard(message)),
    dispose: () => reader.dispose(),
  };
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { id, method, params } = value as Readonly<Record<string, unknown>>;
  if (method === CANCEL) return isId((params as { id?: unknown } | null | undefined)?.id);
  return typeof method === 'string' && (id === undefined || isId(id));
}

function isId(id: unknown): boolean {
  return typeof id === 'string' || typeof id === 'number';
}
