import { EngineError } from './engineError';

/** Where engines usually answer on the machine that they run on. */
export const USUAL_ADDRESSES: readonly string[] = [
  // vLLM, llama-server, SGLang, Ollama, LM Studio.
  'http://localhost:8000',
  'http://localhost:8080',
  'http://localhost:30000',
  'http://localhost:11434',
  'http://localhost:1234',
];

const ADVICE = 'Enter one such as http://localhost:8000.';

/**
 * The address of an engine as we keep it: without a slash at its end, and without the /v1 that many clients want.
 *
 * @throws an EngineError with advice when it is no address of HTTP, or has more than an address in it
 */
export function normalizedAddress(text: string): string {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const refuse = (problem: string): never => {
    throw new EngineError('unreachable', `${problem} ${ADVICE}`);
  };
  if (trimmed === '' || !URL.canParse(withScheme)) return refuse(`“${trimmed}” is no address.`);
  const url = new URL(withScheme);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refuse(`The address begins with ${url.protocol}//, not with http:// or https://.`);
  if (url.username || url.password)
    return refuse(
      'The address has a user name or a password in it. Leave them out: keys are asked for and kept apart.',
    );
  if (url.search || url.hash) return refuse('The address has a ? or a # in it. Leave out what follows.');
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** Whether an address is of the machine that asks: no text leaves it then. */
export function isThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}

/** Whether others on the network could read what is sent there. */
export function isPlainHttpElsewhere(address: string): boolean {
  return new URL(address).protocol === 'http:' && !isThisMachine(address);
}
