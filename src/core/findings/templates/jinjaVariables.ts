import { templateTags } from './templateTags';
import type { VariableUse } from './variableUse';

/** Strings, numbers, names, and single characters. */
const TOKEN = /"(?:[^"\\]|\\[^]){0,500}"|'(?:[^'\\]|\\[^]){0,500}'|\d[\w.]*|[\p{L}_$@][\p{L}\p{N}_]*|\S/gu;
const NAME = /^[\p{L}_]/u;
/** Words of the language, and what Jinja, Nunjucks, Liquid and Prompty define themselves. */
const OWN = new Set(
  `and or not in is if else elif true false none null nil undefined True False None loop forloop self super caller
   varargs kwargs range dict lipsum cycler joiner namespace now recursive ignore missing without with context
   contains blank empty limit offset reversed env _conversation`.split(/\s+/),
);

interface Token {
  readonly text: string;
  readonly start: number;
}

/** The variables of a template of Jinja, Nunjucks or Liquid that it does not bind itself, nor tests with “is defined”. */
export function jinjaVariables(text: string): VariableUse[] {
  const uses: VariableUse[] = [];
  const known = new Set(OWN);
  for (const { inner, innerStart, isStatement } of templateTags(text)) {
    const tokens = tokensOf(inner, innerStart);
    const { bound, rest } = isStatement ? readStatement(tokens) : { bound: [], rest: tokens };
    for (const { text: name } of bound) known.add(name);
    for (const name of optionalNames(rest)) known.add(name);
    uses.push(...freeNames(rest));
  }
  return uses.filter(({ name }) => !known.has(name));
}

function tokensOf(inner: string, innerStart: number): Token[] {
  return Array.from(inner.matchAll(TOKEN), ({ index, 0: text }) => ({ text, start: innerStart + index }));
}

/** What a statement binds, and the tokens that are expressions. */
function readStatement([first, ...tokens]: Token[]): { bound: Token[]; rest: Token[] } {
  const before = (mark: string) => {
    const index = tokens.findIndex(({ text }) => text === mark);
    return index < 0 ? tokens.length : index;
  };
  switch (first?.text) {
    case 'for':
      return { bound: tokens.slice(0, before('in')), rest: tokens.slice(before('in')) };
    case 'set':
    case 'assign':
    case 'capture':
      return { bound: tokens.slice(0, before('=')), rest: tokens.slice(before('=')) };
    case 'with':
      return { bound: tokens.filter((_, index) => tokens[index + 1]?.text === '='), rest: tokens };
    case 'if':
    case 'elif':
    case 'elsif':
    case 'unless':
    case 'case':
    case 'when':
    case 'print':
    case 'do':
      return { bound: [], rest: tokens };
    default:
      // Macros, imports and tags of others bind names that are not known here.
      return { bound: tokens, rest: [] };
  }
}

/** Names that may be missing: “x is defined”, “x | default('')”. */
function optionalNames(tokens: readonly Token[]): string[] {
  return tokens
    .filter((_, index) => {
      const next = tokens.slice(index + 1, index + 4).map(({ text }) => text);
      return /^(?:is,(?:not,)?(?:un)?defined|\|,(?:default|d)\b)/.test(next.join(','));
    })
    .map(({ text }) => text);
}

/** Names that are no attributes, filters, tests, functions or names of arguments. */
function freeNames(tokens: readonly Token[]): VariableUse[] {
  return tokens.flatMap(({ text, start }, index) => {
    const [previous, next, afterNext] = [tokens[index - 1]?.text, tokens[index + 1]?.text, tokens[index + 2]?.text];
    const isTest = previous === 'is' || (previous === 'not' && tokens[index - 2]?.text === 'is');
    const isNamed = next === '=' && afterNext !== '=';
    const isCalled = next === '(' || next === ':';
    if (!NAME.test(text) || previous === '.' || previous === '|' || isTest || isNamed || isCalled) return [];
    return [{ name: text, start, end: start + text.length }];
  });
}
