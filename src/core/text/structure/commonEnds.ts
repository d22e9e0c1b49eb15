/** UTF-16 code units that are compared at once. */
const CHUNK = 1_024;

/** How many UTF-16 code units two texts have in common at their start. */
export function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length + CHUNK <= most && a.slice(length, length + CHUNK) === b.slice(length, length + CHUNK)) length += CHUNK;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** How many they have in common at their end, behind the `start` that they have in common. */
export function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  const tail = (text: string, from: number, to: number) => text.slice(text.length - from, text.length - to);
  let length = 0;
  while (length + CHUNK <= most && tail(a, length + CHUNK, length) === tail(b, length + CHUNK, length)) length += CHUNK;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}
