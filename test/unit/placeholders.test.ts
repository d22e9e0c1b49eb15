import assert from 'node:assert/strict';
import { placeholdersIn } from '../../src/core/text/findPlaceholders';
import type { TokenPieces } from '../../src/contracts/tokenRequests';
import { countTemplate } from '../../src/features/tokens/countPlaceholderSamples';

/** Texts, and the names of their placeholders. */
type Cases = Readonly<Record<string, readonly string[]>>;

const TEMPLATES: Cases = {
  // Jinja, Liquid, Semantic Kernel
  '{{ topic }} for {{topic}}': ['topic', 'topic'],
  '{{ order.lines[0].price | round(2) | default("0") }}': ['order.lines[0].price'],
  '{{- city -}}, {{$country}}': ['city', 'country'],
  '{%- if tone -%}{{tone}}{%- endif -%}{% for a in list %}{{ a.name }}{% endfor %}': ['tone', 'a.name'],
  '{% set x = "{y}" %}{# {{old}} #}{{ new }}': ['new'],
  '{% raw %}{{shown_as_it_is}}{% endraw %} {{filled}}': ['filled'],
  // Handlebars, Mustache
  '{{#if a}}{{b}}{{else}}{{{c}}}{{/if}}{{> d}}{{! e }}{{!-- {{f}} --}}{{^g}}{{~h~}}{{&i}}\\{{j}}': ['b', 'c', 'h', 'i'],
  // f-strings, str.format, LangChain
  'In {language}, {price:.2f} for {who!r}.': ['language', 'price', 'who'],
  'Answer as {{"city": "{city}", "age": {age}}}.': ['city', 'age'],
  // ERB, EJS
  '<% if (user) { %><%= user.name %><%- bio %><% } %><%= @title %>': ['user.name', 'bio', 'title'],
  // template strings, the shell’s defaults, VS Code’s own
  '${user.name} ${ tone } ${style:-brief} ${input:topic} ${input:audience:Who reads it?} ${workspaceFolder:x}': [
    'user.name',
    'tone',
    'style',
    'topic',
    'audience',
  ],
  '<<QUESTION>> and <<answer>>': ['QUESTION', 'answer'],
  // prompty
  '---\nname: x\nmodel: ${env:MODEL}\nsample: {a}\n---\nsystem:\nYou are kind.\n\nuser:\n{{question}}': ['question'],
  // other scripts
  '{{ 名前 }} と {стиль}': ['名前', 'стиль'],
};

const OTHER_BRACES: Cases = {
  '{"json": 1} {} {a b} f{x} {{{raw} {0} {1,2} \\{escaped}': [],
  '{"list": [{"a": {"b": null}}], "c": {}}': [],
  '.card { color: red } a:hover{color:blue} @media (x) { .b{margin:0} }': [],
  'Name it report_{date}.txt, not x_{i} or y^{n}.': ['date'],
  'Solve $\\sum_{k}^{m} x_{k}$, \\(a_{r}\\) and \\[\\int_{lo}^{hi} f\\] for {name}.': ['name'],
  '\\frac{p}{q}, \\sqrt[3]{v}, \\text{{note}}, \\frac{\\sqrt{u}}{w}, \\n{{line}}': ['line'],
  '\\begin{cases} {a} & {b} \\end{cases} {c}': ['c'],
  '$$\nx = {a}\n$$\n\n{b}': ['b'],
  'It costs $5 for {name} and $6 for {other}.': ['name', 'other'],
  'Write to \\[{company}\\].': ['company'],
  'for x in <<EOF; cin >> a; 1 << b >> c': [],
};

const CODE: Cases = {
  '```bash\necho ${HOME} {x}\n```\n{y}': ['y'],
  '```python\nprint(f"{total}")\n```': [],
  '- item\n\n  ```js\n  `${a} {b}` {{c}}\n  ```': ['c'],
  '```jsx\n<p style={{color}}>{{title}}</p>\n```': ['title'],
  '```yaml\nkey: "{{value}}"\n```': ['value'],
  '~~~latex\n\\foo{{a}} {b}\n~~~': [],
  '```\n{review}\n```': ['review'],
  '```json\n{"name": "{name}", "n": {}}\n```': ['name'],
  'The placeholder `{name}` and `{{topic}}`.': ['name', 'topic'],
};

suite('placeholders', () => {
  for (const [title, cases] of Object.entries({
    'are found in templates': TEMPLATES,
    'are told from other braces': OTHER_BRACES,
    'are told from what programs write in code': CODE,
  })) {
    suite(title, () => {
      for (const [text, names] of Object.entries(cases))
        test(JSON.stringify(text), () =>
          assert.deepEqual(
            placeholdersIn(text).map(({ name }) => name),
            names,
          ),
        );
    });
  }

  test('have the span of their marks', () => {
    const text = 'Dear {{ user.name | upper }}, <%= city %>';
    assert.deepEqual(
      placeholdersIn(text).map(({ span }) => text.slice(span.start, span.end)),
      ['{{ user.name | upper }}', '<%= city %>'],
    );
  });

  test('are found in time that grows with the length of the text', () => {
    for (const unit of [
      '{',
      '{{',
      '${',
      '$x_',
      '\\(',
      '\\[',
      '\\begin{',
      '\\a{',
      '{%',
      '{#',
      '<%',
      '{a[1]',
      '{% raw %}',
    ])
      placeholdersIn(unit.repeat(100_000));
  });

  test('are listed by name in the tooltip of the count', async () => {
    const tokenize = ({ text }: { text: string }): Promise<TokenPieces> => {
      const words = Array.from(text.matchAll(/\S+/g));
      return Promise.resolve({
        pieces: words.map(([word]) => word),
        ids: Int32Array.from(words, () => 1),
        starts: Uint32Array.from(words, ({ index }) => index),
        ends: Uint32Array.from(words, ({ index, 0: word }) => index + word.length),
        specialTokens: 2,
      });
    };
    const text = 'Solve $x_{i}$ as {"a": 1} for {{ user.name | upper }}: {{$task}}';
    const counter = { id: 'bert', model: 'bert', name: 'BERT', limit: 20 };
    const table = await countTemplate({ tokenize }, text, { 'user.name': 'Ada Lovelace of London' }, counter);
    assert.deepEqual(table?.split('\n').slice(2), [
      '| part | BERT tokens |',
      '|---|--:|',
      '| all other text | 9 |',
      '| `user.name` | 4 |',
      '| `task` | no sample |',
      '| **room left** | **8** |',
    ]);
  });
});
