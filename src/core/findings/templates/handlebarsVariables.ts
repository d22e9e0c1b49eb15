import { templateTags } from './templateTags';
import type { VariableUse } from './variableUse';

/** Blocks whose content sees the same variables as what is around them. */
const SAME_VARIABLES = /^(?:if|unless|ifEquals|unlessEquals|message|role|section)$/;
/** What the language or Dotprompt defines itself. */
const OWN = new Set('else this true false null undefined history lookup log'.split(' '));
/** Strings, “key=” and paths: “user.name”, “../name”, “@index”. */
const WORD = /"[^"]{0,500}"|'[^']{0,500}'|[\w-]+=|[^\s()="']+/g;
const PATH = /^([A-Za-z_]\w*)(?:[.[/].*)?$/;

/** The variables of a template of Mustache or Handlebars. Inside {{#each}} and its like, names belong to the entries. */
export function handlebarsVariables(text: string): VariableUse[] {
  const uses: VariableUse[] = [];
  const blocks: boolean[] = [];
  for (const { inner, innerStart, isStatement } of templateTags(text)) {
    const mark = /^\s*([#^/>!*]?)&?\s*/.exec(inner)!;
    if (isStatement || mark[1] === '>' || mark[1] === '!' || mark[1] === '*') continue;
    if (mark[1] === '/') {
      blocks.pop();
      continue;
    }
    const words = wordsOf(inner, mark[0].length, innerStart);
    const [helper, ...rest] = words;
    if (!helper || helper.text.startsWith('else')) continue;
    if (!blocks.includes(false)) uses.push(...(rest.length > 0 ? rest : words).flatMap(useOf));
    if (mark[1]) blocks.push(SAME_VARIABLES.test(helper.text));
  }
  return uses;
}

interface Word {
  readonly text: string;
  readonly start: number;
}

function wordsOf(inner: string, from: number, innerStart: number): Word[] {
  return Array.from(inner.slice(from).matchAll(WORD), ({ index, 0: text }) => ({
    text,
    start: innerStart + from + index,
  }));
}

function useOf({ text, start }: Word): VariableUse[] {
  const name = PATH.exec(text)?.[1];
  return name === undefined || OWN.has(name) ? [] : [{ name, start, end: start + name.length }];
}
