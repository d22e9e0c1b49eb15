/** A way to ask for a form of the answer, or to forbid it. */
export interface FormPattern {
  readonly form: string;
  readonly kind: 'asks' | 'forbids';
  /** Words without which `pattern` cannot match: the longer pattern is compiled only when a text has them. */
  readonly mention: RegExp;
  /** Matches a sentence without the mark of its list. */
  readonly pattern: RegExp;
}

const START =
  '^(?:please |you |always |must |should |will |shall |only |just |strictly |then |finally,? |important: |note: )*';
const VERB = '(?:return|respond|reply|output|answer|present|produce|generate|give|emit|format|write|provide|deliver)';
const WHOLE = '(?:entire |final |whole |complete |full )?';
const ANSWER = `(?:(?:your|the|an?) ${WHOLE}(?:output|response|answer|reply|results?|summary|report|content)|everything|it|questions and answers)`;
const ADJECTIVES =
  '(?:(?:a|an|the|only|just|one|single|valid|raw|basic|clean|strictly|strict|pure|proper|well-formed|properly|formatted|exactly|following|exclusively|structured|human-readable|flat|markdown) )*';
/** Behind a form: nothing that makes it a part of something else, as in “JSON file” and “Markdown links”. */
const WHOLLY = String.raw`\b(?![- ](?:files?|links?|fields?|strings?|keys?|values?|schemas?|examples?|comments?|headings?|headers?|fences?|input|per|for each|at a time|in the|inside)\b|[/|]|\.\w|-)`;

const FORMS: Readonly<Record<string, string>> = {
  JSON: 'JSON',
  YAML: 'YAML',
  XML: 'XML',
  CSV: 'CSV',
  HTML: 'HTML',
  SQL: 'SQL',
  Markdown: 'Markdown',
  'plain text': 'plain[- ]text',
  'a single value': '(?:single|one) (?:word|integer|number|letter|digit|character|token)',
};

function asksFor([form, name]: [string, string]): FormPattern {
  const named = `${ADJECTIVES}(?:${name})${WHOLLY}`;
  const ways = [
    // “Output your answer in Markdown”, “Present the results as a CSV table”
    `${START}${VERB} (?:${ANSWER} )?(?:only |strictly |exclusively )?(?:in|as|in the form of|using|with) ${named}`,
    // “Return only a JSON object”
    `${START}(?:return|output|produce|emit|generate|give|provide|write) ${named}`,
    // “Your response must be valid JSON”
    `^(?:your|the) ${WHOLE}(?:output|response|answer|reply) (?:must|should|will|has to|needs to|is to)?(?: only| always| strictly)? ?(?:be|is) (?:only |formatted |written |presented |returned )?(?:in |as |using )?${named}`,
    // “JSON only.”, “No backticks: just raw CSV data.”
    `^${ADJECTIVES}(?:${name})(?: object| array| data| output| format)? only\\b`,
    `(?:^|[:;] )(?:just|only) ${named}`,
  ];
  return { form, kind: 'asks', mention: new RegExp(name, 'i'), pattern: new RegExp(ways.join('|'), 'i') };
}

const NO = "\\b(?:do not|don[’']t|never|must not|should not|no|without(?: any)?|avoid) ";
const CODE_BLOCK = '(?:code[- ]fences?|code[- ]blocks?|fences|backticks|```)';
const PUT = '(?:wrap|put|enclose|place)';
const THING = `(?:${ANSWER}|(?:the |your )?${WHOLE}(?:JSON|code|SQL|object|result)s?(?: object| output| response)?)`;
const END = '(?=\\s*(?:[.,;:)!]|$|or\\b|and\\b))';

export const FORM_PATTERNS: readonly FormPattern[] = [
  ...Object.entries(FORMS).map(asksFor),
  {
    form: 'a code block',
    kind: 'forbids',
    mention: /fence|block|backtick|```/i,
    pattern: new RegExp(
      `${NO}(?:(?:use|include|output|add|any|a|the|json|markdown|surrounding|triple|${PUT} ${THING} (?:in|inside|with|within)) )*${CODE_BLOCK}`,
      'i',
    ),
  },
  {
    form: 'a code block',
    kind: 'asks',
    mention: /fence|block|backtick|```/i,
    pattern: new RegExp(
      `${START}(?:${PUT}|return|output|format|provide|present) ${THING} (?:in|inside|within|between|with|as) (?:(?:a|an|the|single|one|triple|fenced|markdown|json|\`\`\`\\w{0,20}) )*${CODE_BLOCK}`,
      'i',
    ),
  },
  {
    form: 'Markdown',
    kind: 'forbids',
    mention: /markdown/i,
    pattern: new RegExp(
      `${NO}(?:(?:use|include|output|return|add|write|any|apply|in) )*markdown(?: formatting| syntax| markup)?(?:${END}|(?= in (?:your|the) (?:output|answer|response)| at all| anywhere))`,
      'i',
    ),
  },
  {
    form: 'Markdown',
    kind: 'asks',
    mention: /markdown/i,
    pattern: new RegExp(
      `${START}use (?:proper |clear |basic )?markdown(?: formatting| syntax)?(?=[.,;]|$| (?:for (?:the|your|all) (?:output|answer|response|formatting)|to format (?:the|your)|headings|headers|in your (?:answer|response)))`,
      'i',
    ),
  },
  {
    form: 'lines of text',
    kind: 'asks',
    mention: /line|separated/i,
    pattern: new RegExp(
      `${START}(?:return|output|list|write|print|give)\\b[^.\\n]{1,80}\\b(?:(?:one|1)(?: \\w+){0,2} (?:per|a|on each) line|each (?:\\w+ )?on (?:a|its own|a new|a separate) (?:new )?line|(?:comma|newline)[- ]separated)`,
      'i',
    ),
  },
  {
    form: 'an explanation',
    kind: 'forbids',
    mention: /expla|reasoning/i,
    pattern: new RegExp(
      `${NO}(?:(?:include|add|give|provide|write|output|any|an|further|additional) )*(?:explanations?|explain (?:your|the) (?:answer|reasoning|choice|decision)|reasoning)${END}`,
      'i',
    ),
  },
  {
    form: 'an explanation',
    kind: 'asks',
    mention: /explain|justify|write out|show|state|describe/i,
    pattern: new RegExp(
      `${START}(?:first,? |briefly |also |clearly )*(?:explain|justify|write out|show|state|describe) (?:briefly )?your (?:reasoning|thinking|thought process|choice|answer|decision|rating|verdict)\\b`,
      'i',
    ),
  },
];
