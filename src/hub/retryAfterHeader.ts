import { retryAfterOf } from '../core/http/retryAfter';

/**
 * Milliseconds that a server asks to wait: Retry-After in seconds or as a date, else the time until the window of the
 * hub's RateLimit header ends. Undefined when neither header can be read.
 */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const asked = retryAfterOf(headers.get('retry-after'), now);
  if (asked !== undefined) return asked;
  // Such as "api";r=0;t=212: 0 requests remain, and the window ends in 212 seconds.
  const [, seconds] = /;\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d+)/.exec(headers.get('ratelimit') ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
