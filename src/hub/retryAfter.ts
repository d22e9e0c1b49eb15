/**
 * How long a server asks to wait, in milliseconds: Retry-After in seconds or as a date, or else the end of the window
 * that the hub's RateLimit header tells. Undefined when it says nothing that can be read.
 */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text && /^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = text ? Date.parse(text) : NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const [, seconds] = /;\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d+)/.exec(headers.get('ratelimit') ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
