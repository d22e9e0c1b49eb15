import { Composer, Parser } from 'yaml';
import type { FaultInExample } from './faultInExample';

/** Longest YAML that is looked at, in UTF-16 code units. */
const LONGEST = 5_000;
/** Templates, choices and dots, which stand for YAML; brackets deep enough to cost the parser its stack. */
const NOT_LITERAL = /\{\{|\{%|<%|["'\w] \| ["'\w]|(?:^|[\s[{,:])(?:\.\.\.|…)|[[{]{20}|(?:- ){20}/m;
/** The same key on three lines, as in a conversation. */
const CONVERSATION = /^([ \t]{0,20}[\w-]{1,40}:)[^\n]{0,500}\n\1[^\n]{0,500}\n\1/m;
/**
 * “- key: value” without quotation marks, and without a list or a remark behind it. Not “> 90 %” either: whoever writes targets so
 * means no YAML.
 */
const PLAIN_VALUE = /^([ \t]*(?:- )?[\w.-]{1,60}:[ ]{1,8})(?!["'|[{&*!<>#])((?:[^\n#]|(?<! )#){1,300}?)[ \t]*$/;
const MOST_FAULTS = 3;

/** Values that need quotation marks without which the YAML does not parse, if that is all that is wrong with it. */
export function faultsOfYaml(text: string): FaultInExample[] {
  if (text.length > LONGEST || NOT_LITERAL.test(text) || CONVERSATION.test(text)) return [];
  const faults: FaultInExample[] = [];
  let current = text;
  for (let grown = 0; ; grown += 2) {
    const error = firstError(current);
    if (error === undefined) return faults;
    const start = current.lastIndexOf('\n', Math.max(0, error - 1)) + 1;
    const line = current.slice(start).split('\n', 1)[0]!;
    const [, key, value] = PLAIN_VALUE.exec(line) ?? [];
    const quote = value?.includes('"') ? "'" : '"';
    if (value === undefined || value.includes(quote) || faults.length === MOST_FAULTS) return [];
    const from = start + key!.length;
    const to = from + value.length;
    current = `${current.slice(0, from)}${quote}${value}${quote}${current.slice(to)}`;
    const edits = [from, to].map((offset) => ({ offset: offset - grown, length: 0, text: quote }));
    faults.push({
      start: from - grown,
      end: to - grown,
      what: 'This YAML does not parse, because this value needs quotation marks.',
      fix: value.includes('\\') ? undefined : { title: 'Add the quotation marks', edits },
    });
  }
}

function firstError(text: string): number | undefined {
  const documents = new Composer({ uniqueKeys: false, logLevel: 'silent' }).compose(new Parser().parse(text));
  const offsets = [...documents].flatMap(({ errors }) => errors.map(({ pos }) => pos[0]));
  return offsets.length > 0 ? Math.min(...offsets) : undefined;
}
