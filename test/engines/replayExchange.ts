import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesOf, type Exchange } from './recording';

/** Milliseconds between two pieces of an answer, so that a client can close the connection in between. */
const PAUSE_MS = 1;

/** Answers as a recording has it, piece by piece. */
export async function replayExchange(
  { status, headers, chunks, isCut }: Exchange,
  response: ServerResponse,
): Promise<void> {
  if (status === undefined) return;
  response.writeHead(status, headers);
  response.flushHeaders();
  for (const [index, chunk] of chunks.entries()) {
    if (index > 0) await sleep(PAUSE_MS);
    if (response.destroyed) return;
    response.write(bytesOf(chunk));
  }
  // The client closed the connection here when this was recorded, and is expected to do so again.
  if (!isCut) response.end();
}
