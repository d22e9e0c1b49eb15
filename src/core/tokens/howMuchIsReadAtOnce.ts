import { MAX_CONTEXT_TOKENS } from './maxContextTokens';

/**
 * Says how many tokens of a text are read at once with a causal model, and what bounds them; for wherever a text is cut.
 *
 * @param contextLength the model's own bound in tokens; undefined when it is unknown
 */
export function howMuchIsReadAtOnce(label: string, contextLength: number | undefined): string {
  const count = (tokens: number) => tokens.toLocaleString('en');
  if (contextLength !== undefined && contextLength <= MAX_CONTEXT_TOKENS)
    return `${label} reads ${count(contextLength)} tokens at most.`;
  const own = contextLength === undefined ? '' : `, which could take ${count(contextLength)}`;
  return (
    `Left Context gives ${count(MAX_CONTEXT_TOKENS)} tokens at most to ${label}${own}: more would take too long as you ` +
    'type.'
  );
}
