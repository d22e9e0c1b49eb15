import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Stops a server, and cuts its connections. */
export async function stopServer(server: Server): Promise<void> {
  const stopped = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await stopped;
}

/**
 * Sends a request on to another server, and returns the answer when its headers have come. Closes the connection as soon as the
 * client closes its own: undefined, if that is before the answer.
 *
 * @throws when the other server cannot be reached
 */
export async function forward(
  to: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<IncomingMessage | undefined> {
  const headers = { ...request.headers, host: new URL(to).host, 'content-length': String(body.length) };
  // The answer is to come as it is, not packed.
  delete headers['accept-encoding'];
  delete headers['transfer-encoding'];
  const out = http.request(new URL(request.url!, to), { method: request.method!, headers, agent: false });
  const isOpen = () => !response.destroyed && !response.writableFinished;
  response.once('close', () => out.destroy());
  return new Promise((resolve, reject) => {
    out.once('response', resolve);
    out.on('error', (error) => (isOpen() ? reject(error) : resolve(undefined)));
    out.end(body);
  });
}
