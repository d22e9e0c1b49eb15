import type { FaultInExample } from './faultInExample';
import { strictJson } from './looseJson';

const OF_JSON: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };
/** A literal of Python as a value, and not as a word of a description. */
const LITERAL = /(?<=[:[,][ \t]{0,40})(?:True|False|None)(?=[ \t]*(?:[,}\]\n]|\/\/|#|$))/g;
/** Types of Python, which stand in a sketch of a Python object. */
const PYTHON_TYPE = /[:[][ \t]*(?:str|int|bool|float|list|dict|List|Dict|Optional|Union|Any)\b/;

/** Values that JSON writes otherwise, in a text that is JSON apart from what `faultsOfJson` finds. */
export function pythonLiteralsInJson(text: string): FaultInExample[] {
  const strict = strictJson(text);
  if (strict === undefined || PYTHON_TYPE.test(text)) return [];
  return [...text.matchAll(LITERAL)].flatMap(({ 0: literal, index }) => {
    const end = index + literal.length;
    // The literal is a part of a string or of a remark.
    if (strict.slice(index, end).trim() !== '0') return [];
    const own = OF_JSON[literal]!;
    const edits = [{ offset: index, length: literal.length, text: own }];
    const what = `This JSON has ${literal}, which JSON spells ${own}, so it does not parse.`;
    return [{ start: index, end, what, fix: { title: `Replace ${literal} by ${own}`, edits } }];
  });
}
