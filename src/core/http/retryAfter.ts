/**
 * Milliseconds that the header Retry-After asks to wait, which has seconds or a date (RFC 9110, 10.2.3). Undefined when it cannot
 * be read.
 */
export function retryAfterOf(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim();
  if (text && /^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = text ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
