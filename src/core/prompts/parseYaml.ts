import { Composer, Parser, type CST, type Node } from 'yaml';

/** No document that people write has as many levels; each costs the library some stack. */
const MAX_LEVELS = 100;

/**
 * The roots of the documents in a YAML text, with offsets into the text; of a broken document, what can be read. Nothing if
 * it has more than 100 levels: the library compiles regular expressions far down the stack, which can end the process.
 */
export function parseYaml(text: string): Node[] {
  const tokens = [...new Parser().parse(text)];
  if (levelsExceed(tokens, MAX_LEVELS)) return [];
  const documents = new Composer({ strict: false, uniqueKeys: false, logLevel: 'silent' }).compose(tokens);
  return [...documents].flatMap(({ contents }) => contents ?? []);
}

function levelsExceed(tokens: readonly CST.Token[], max: number): boolean {
  let level = tokens;
  for (let depth = 0; depth <= max && level.length > 0; depth++) level = level.flatMap(tokensInside);
  return level.length > 0;
}

function tokensInside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]);
}
