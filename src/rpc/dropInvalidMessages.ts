import type { Message, MessageReader } from 'vscode-jsonrpc';

const CANCEL = '$/cancelRequest';

/**
 * Drops what is neither a request nor a notification (JSON-RPC 2.0), on the side that only answers. The connection
 * itself would throw on it, where no caller can catch the error.
 */
export function dropInvalidMessages(reader: MessageReader): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    listen: (onMessage) => reader.listen((message) => isValid(message) && onMessage(message)),
    dispose: () => reader.dispose(),
  };
}

function isValid(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { id, method, params } = value as Readonly<Record<string, unknown>>;
  if (method === CANCEL) return isId((params as { id?: unknown } | null | undefined)?.id);
  return typeof method === 'string' && (id === undefined || isId(id));
}

function isId(id: unknown): boolean {
  return typeof id === 'string' || typeof id === 'number';
}
