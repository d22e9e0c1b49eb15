import type { Span } from '../text/span';

/** Names of files that hold secrets. */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]*\.env|\.npmrc|\.netrc|\.pypirc|id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|[^/]*\.(?:pem|key|p12|pfx|keystore)|(?:secrets?|credentials?)(?:\.[^/]*)?)$/i;

/** What stands where a secret does, one form a line. */
const SECRETS = [
  // -----BEGIN PRIVATE KEY-----
  /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
  // password: …, API_KEY=…, "token": "…"
  /(?<=(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|auth(?:orization)?|credentials?)["'`]?\s*[:=]\s*["'`]?)(?:bearer\s+|basic\s+)?[^\s"'`<>{}[\]()$]{6,}/gi,
  // https://user:password@host
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
];
/** Long words of letters and digits: sk-…, ghp_…, xoxb-…, AKIA…, eyJ… */
const LONG_WORD = /(?<![\w-])(?=[\w+/=.-]{0,200}\d)(?=[\w+/=.-]{0,200}[A-Za-z])[\w+/=-]{20,}(?:\.[\w+/=-]{6,})*/g;

/** Whether a file is not to be read for its secrets, by its path with forward slashes. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path);
}

/**
 * The spans of a text between what looks like secrets, in order. It is better to leave out too much: nobody wants a checksum
 * suggested, either.
 */
export function spansWithoutSecrets(text: string): Span[] {
  const longWords = spansOf(LONG_WORD, text).filter(({ start, end }) => isRandom(text.slice(start, end)));
  const secrets = [...SECRETS.flatMap((pattern) => spansOf(pattern, text)), ...longWords];
  const spans: Span[] = [];
  let start = 0;
  for (const secret of secrets.sort((a, b) => a.start - b.start)) {
    if (secret.start > start) spans.push({ start, end: secret.start });
    start = Math.max(start, secret.end);
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}

function spansOf(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Paths and names of many words are not random: their parts between marks are words or numbers. */
function isRandom(word: string): boolean {
  return !word.split(/[-_/.=+]/).every((part) => /^(?:\p{L}*|\d{1,8}|v\d+)$/u.test(part));
}
