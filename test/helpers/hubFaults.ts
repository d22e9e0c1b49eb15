import type { Fault, PlannedResponse } from './hubResponse';

/** Ends the connection at this offset in the file; at -1 before any response. */
export const cut =
  (cutAt: number): Fault =>
  (plan) => ({ ...plan, cutAt });

/** Stops sending at this offset in the file; at -1 before any response. */
export const stall =
  (stopAt: number, until: Promise<unknown> = new Promise(() => {})): Fault =>
  (plan) => ({ ...plan, stopAt, until });

/** Sends this many bytes per write, and waits this many milliseconds between two writes. */
export const drip =
  (bytes: number, every: number): Fault =>
  (plan) => ({ ...plan, drip: { bytes, every } });

/** Answers with this status. */
export const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (plan) => ({ ...withText(plan, code, 'no'), headers: { 'content-length': '2', ...headers } });

/** Flips one bit of the byte at offset `at` of the file, if the response contains it. */
export const flip =
  (at: number): Fault =>
  (plan) => {
    const body = Buffer.from(plan.body);
    if (at >= plan.start) body[at - plan.start]! ^= 4;
    return { ...plan, body };
  };

/** Announces this many bytes more than it sends. */
export const claim =
  (more: number): Fault =>
  (plan) =>
    withHeaders(plan, { 'content-length': String(plan.body.length + more) });

/** Sends bytes more than the file has, or fewer, with or without a Content-Length that says so. */
export const length =
  (more: number, isAnnounced: boolean): Fault =>
  (plan) => {
    const size = Math.max(0, plan.content.length + more - plan.start);
    const body = Buffer.concat([plan.body, Buffer.alloc(Math.max(0, more), 7)]).subarray(0, size);
    return withHeaders({ ...plan, body }, { 'content-length': isAnnounced ? String(body.length) : undefined });
  };

/** Ignores the requested range and sends the whole file. */
export const wholeFile: Fault = (plan) => ({
  ...withHeaders(plan, { 'content-range': undefined, 'content-length': String(plan.content.length) }),
  status: 200,
  body: plan.content,
  start: 0,
});

/** Sends another Content-Range with a partial response. */
export const range =
  (contentRange: (start: number, size: number) => string | undefined): Fault =>
  (plan) =>
    plan.status === 206 ? withHeaders(plan, { 'content-range': contentRange(plan.start, plan.content.length) }) : plan;

/** Sends the whole file with another ETag, as after a change of the file. */
export const otherVersion: Fault = (plan) => withHeaders(wholeFile(plan), { etag: '"other"' });

export const redirect =
  (location?: (plan: PlannedResponse) => string, code = 302): Fault =>
  (plan) => ({
    ...withText(plan, code, ''),
    headers: { 'content-length': '0', ...(location ? { location: location(plan) } : {}) },
  });

/** Answers with the login page of a network. */
export const loginPage: Fault = (plan) => {
  const page = withText(plan, 200, '<!DOCTYPE html><title>Welcome to our Wi-Fi</title>');
  return withHeaders(page, { 'content-length': String(page.body.length), 'content-type': 'text/html; charset=utf-8' });
};

/** Answers with this text as JSON. */
export const body =
  (text: string): Fault =>
  (plan) =>
    withHeaders(withText(plan, 200, text), { 'content-length': String(Buffer.byteLength(text)) });

/** Changes the hub just before it answers. */
export const meanwhile =
  (change: () => void, fault: Fault): Fault =>
  (plan) => {
    change();
    return fault(plan);
  };

function withText(plan: PlannedResponse, code: number, text: string): PlannedResponse {
  return { ...plan, status: code, headers: {}, body: Buffer.from(text), start: 0 };
}

function withHeaders(plan: PlannedResponse, changes: Record<string, string | undefined>): PlannedResponse {
  const headers: Record<string, string> = { ...plan.headers };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return { ...plan, headers };
}
