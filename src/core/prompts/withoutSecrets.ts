import type { Span } from '../text/span';

/** Names of files that hold secrets. */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]*\.env|\.npmrc|\.netrc|\.pypirc|id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|[^/]*\.(?:pem|key|p12|pfx|keystore)|(?:secrets?|credentials?)(?:\.[^/]*)?)$/i;

const KEY =
  '(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[ _-]?key|(?:access|private|client|auth)[ _-]?key|authorization|credentials?)';
/** What stands where a secret does, one form a line. All bounded, so that long texts take no time. */
const SECRETS = [
  // -----BEGIN PRIVATE KEY-----
  /-----BEGIN [A-Z ]{1,40}-----[\s\S]*?(?:-----END [A-Z ]{1,40}-----|$)/g,
  // password: “…”, API_KEY_PROD="…", "token": '…', to the closing quotation mark
  new RegExp(
    `(?<=${KEY}\\w{0,20}["'\`*]{0,3}[ \\t]{0,4}[:=][*]{0,2}[ \\t]{0,4}(["'\`]))(?!\\1)[^\\n]{4,200}?(?=\\1)`,
    'gi',
  ),
  // password: …, **Password**: …, Authorization: Bearer …; no placeholder such as {{token}}, ${TOKEN} or <token>
  new RegExp(
    `(?<=${KEY}\\w{0,20}["'\`*]{0,3}[ \\t]{0,4}[:=][*]{0,2}[ \\t]{0,4})(?![\\s"'\`]|\\{\\{|\\{%|\\$\\{|\\$\\w|<)(?:(?:bearer|basic|token)[ \\t]{1,4})?[^\\s"'\`]{6,400}`,
    'gi',
  ),
  // https://user:password@host
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/]{1,200}(?=@)/g,
  // Tokens that say whose they are: of OpenAI, GitHub, GitLab, Slack, Google, AWS, Hugging Face
  /(?<![\w-])(?:sk-|gh[opsru]_|github_pat_|glpat-|xox[abeoprs]-|AIza|AKIA|ASIA|hf_)[\w-]{10,400}/g,
];
/** Long words of letters and digits, such as checksums and eyJ… */
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
