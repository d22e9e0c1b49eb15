import type { Fault, Plan } from './hubAnswer';

/** Ends the connection at a byte of the file; at -1 before any answer. */
export const cut =
  (cutAt: number): Fault =>
  (plan) => ({ ...plan, cutAt });

/** Sends nothing more from a byte of the file on; at -1 not even an answer. */
export const stall =
  (stopAt: number, until: Promise<unknown> = new Promise(() => {})): Fault =>
  (plan) => ({ ...plan, stopAt, until });

export const drip =
  (bytes: number, every: number): Fault =>
  (plan) => ({ ...plan, drip: { bytes, every } });

export const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (plan) => ({ ...textual(plan, code, 'no'), headers: { 'content-length': '2', ...headers } });

/** Turns one bit of the byte at `at` of the file, if that is sent. */
export const flip =
  (at: number): Fault =>
  (plan) => {
    const body = Buffer.from(plan.body);
    if (at >= plan.start) body[at - plan.start]! ^= 4;
    return { ...plan, body };
  };

/** Says another length than that of what is sent. */
export const claim =
  (more: number): Fault =>
  (plan) =>
    withHeaders(plan, { 'content-length': String(plan.body.length + more) });

/** Sends bytes more than the file has, or fewer, and says so, or says nothing of its length. */
export const length =
  (more: number, isSaid: boolean): Fault =>
  (plan) => {
    const size = Math.max(0, plan.content.length + more - plan.start);
    const body = Buffer.concat([plan.body, Buffer.alloc(Math.max(0, more), 7)]).subarray(0, size);
    return withHeaders({ ...plan, body }, { 'content-length': isSaid ? String(body.length) : undefined });
  };

/** Sends all of the file whatever part was asked for. */
export const wholeFile: Fault = (plan) => ({
  ...withHeaders(plan, { 'content-range': undefined, 'content-length': String(plan.content.length) }),
  status: 200,
  body: plan.content,
  start: 0,
});

/** Says of a part that it is another one. */
export const range =
  (told: (start: number, size: number) => string | undefined): Fault =>
  (plan) =>
    plan.status === 206 ? withHeaders(plan, { 'content-range': told(plan.start, plan.content.length) }) : plan;

/** Has another name for the version, so that what is there of the old one is not prolonged. */
export const otherVersion: Fault = (plan) => withHeaders(wholeFile(plan), { etag: '"other"' });

export const redirect =
  (location?: (plan: Plan) => string, code = 302): Fault =>
  (plan) => ({
    ...textual(plan, code, ''),
    headers: { 'content-length': '0', ...(location ? { location: location(plan) } : {}) },
  });

/** What the login page of a network answers to everything. */
export const loginPage: Fault = (plan) => {
  const page = textual(plan, 200, '<!DOCTYPE html><title>Welcome to our Wi-Fi</title>');
  return withHeaders(page, { 'content-length': String(page.body.length), 'content-type': 'text/html; charset=utf-8' });
};

/** Answers with this text, as JSON. */
export const says =
  (text: string): Fault =>
  (plan) =>
    withHeaders(textual(plan, 200, text), { 'content-length': String(Buffer.byteLength(text)) });

/** Something happens to the hub as it answers. */
export const meanwhile =
  (happen: () => void, fault: Fault): Fault =>
  (plan) => {
    happen();
    return fault(plan);
  };

function textual(plan: Plan, code: number, text: string): Plan {
  return { ...plan, status: code, headers: {}, body: Buffer.from(text), start: 0 };
}

function withHeaders(plan: Plan, change: Record<string, string | undefined>): Plan {
  const headers: Record<string, string> = { ...plan.headers };
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return { ...plan, headers };
}
