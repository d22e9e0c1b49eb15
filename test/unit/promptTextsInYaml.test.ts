import assert from 'node:assert/strict';
import { offsetInDocument } from '../../src/core/prompts/offsetInDocument';
import { isYamlPrompt } from '../../src/core/prompts/isYamlPrompt';
import { promptTextsInPrompty } from '../../src/core/prompts/promptTextsInPrompty';
import { promptTextsInYaml, type PromptText } from '../../src/core/prompts/promptTextsInYaml';

const names = (document: string) => promptTextsInYaml(document).map(({ name }) => name);

/** The only prompt of a document, whose pieces, if it has any, must be its text. */
function only(document: string): PromptText {
  const [first, ...more] = promptTextsInYaml(document);
  assert.ok(first);
  assert.deepEqual(more, []);
  if (first.pieces) assert.equal(joined(document, first), first.text);
  return first;
}

const joined = (document: string, { pieces = [] }: PromptText) =>
  pieces.map(({ start, end }) => document.slice(start, end)).join('');

const WORDS = 'You are a patient teacher who explains every step in short and plain words for beginners.';

suite('prompts in YAML', () => {
  suite('are found', () => {
    const EXAMPLES: Record<string, [document: string, names: string[]]> = {
      'in promptfoo': [
        'prompts:\n  - "Hi {{name}}"\n  - raw: Bye\n    label: b\n  - file://a.txt\n  - prompts/b.txt\n  - id: file://c.py\n' +
          'providers: [openai:gpt-4o]\ntests:\n  - vars: { question: What is the capital of France? }\n',
        ['prompts[0]', 'prompts[1].raw'],
      ],
      'in semantic-kernel': [
        'name: Story\ntemplate: |\n  {{$input}}\ntemplate_format: semantic-kernel\ndescription: Tells a long story.\n',
        ['template'],
      ],
      'in a semantic-kernel agent': [
        'type: chat_completion_agent\nname: Host\ndescription: Answers what is on the menu today.\n' +
          'instructions: Answer questions about the menu.\nmodel: { id: gpt-4o }\n',
        ['instructions'],
      ],
      'in CrewAI agents': [
        'writer:\n  role: Writer\n  goal: Write about {topic}\n  backstory: >\n    You write\n    well.\n  llm: gpt-4o\n',
        ['writer.role', 'writer.goal', 'writer.backstory'],
      ],
      'in CrewAI tasks': [
        'write:\n  description: Write about {topic}\n  expected_output: A page\n  agent: writer\n',
        ['write.description', 'write.expected_output'],
      ],
      'in messages': [
        'messages:\n  - role: system\n    content: Be brief.\n  - role: user\n    content: [{ type: text, text: Hi }]\n',
        ['messages[0].content'],
      ],
      'in a list of messages alone': ['- { role: user, content: Hi }\n', ['[0].content']],
      'in LangChain': [
        '_type: prompt\ninput_variables: [text]\ntemplate: "Summarize: {text} in brief"\n',
        ['template'],
      ],
      'in the configuration of an agent': [
        'agent:\n  model: gpt-4o\n  systemPrompt: You are brief.\n  user-prompt: "{{question}}"\n  tools: [search]\n',
        ['agent.systemPrompt', 'agent.user-prompt'],
      ],
      'in a map of prompts': [
        'prompts:\n  summary: Summarize it in one line.\n  review:\n    description: Reviews a change in detail.\n' +
          '    system: You review code carefully.\n    version: "1"\n',
        ['prompts.summary', 'prompts.review.system'],
      ],
      'in a workflow that asks a model': [
        `jobs:\n  review:\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          prompt: |\n` +
          `            ${WORDS}\n            Look for mistakes.\n`,
        ['jobs.review.steps[0].with.prompt'],
      ],
      'in a file of several documents': [
        '---\nsystem_prompt: You are brief.\n---\nsystem_prompt: You are polite.\n',
        ['system_prompt', 'system_prompt'],
      ],
    };
    for (const [where, [document, expected]] of Object.entries(EXAMPLES))
      test(where, () => assert.deepEqual(names(document), expected));
  });

  suite('are not found', () => {
    const EXAMPLES: Record<string, string> = {
      'in Kubernetes':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, annotations: { description: "The web server of all shops" } }\n' +
        'spec:\n  template:\n    spec:\n      containers:\n        - name: web\n          args: ["--prompt", "no"]\n',
      'in a GitHub workflow':
        'name: Test\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Install and test everything\n' +
        `        run: |\n          npm ci\n          npm test\n`,
      'in the inputs of an action':
        'name: Evaluate\ndescription: Evaluates prompts\ninputs:\n  prompts:\n    description: The files with prompts to evaluate.\n' +
        '    required: false\n',
      'in OpenAPI':
        'openapi: 3.0.0\ninfo: { title: Shop, description: Sells things to everybody who asks for them. }\n' +
        'paths:\n  /chat:\n    post:\n      requestBody:\n        content:\n          application/json:\n            schema:\n' +
        '              properties:\n                prompt: { type: string, description: The prompt of the user, as text. }\n',
      'in docker-compose': 'services:\n  db:\n    image: postgres\n    user: root\n    environment: { PROMPT: "$ " }\n',
      'in mkdocs':
        'site_name: Docs\nsite_description: How to write good prompts for models\nnav:\n  - Prompts: prompts.md\n',
      'in Ansible':
        'vars_prompt:\n  - name: password\n    prompt: Enter the password of the database\n    private: yes\n',
      'in translations':
        'en:\n  users:\n    delete_prompt: Do you want to delete this user?\n    prompt: Please select\n',
      'in a value that names a file':
        'system_prompt: prompts/system.md\nuser_prompt: file://my prompts/user.md\nmodel: x\n',
      'in a value that names something': 'model: gpt-4o\nprompt: default\ninstructions: short\ntemplate: chat\n',
      'in an empty value': 'system_prompt: ""\nuser_prompt:\nassistant_prompt: |\n\nmodel: x\n',
    };
    for (const [where, document] of Object.entries(EXAMPLES)) test(where, () => assert.deepEqual(names(document), []));
  });

  suite('have the pieces of the document that they consist of', () => {
    test('in a literal block, without the indentation', () => {
      const document = 'a:\n  system_prompt: |\n    You are brief.\n\n      - Be kind.\n    End.\nb: 1\n';
      const { text, pieces } = only(document);
      assert.equal(text, 'You are brief.\n\n  - Be kind.\nEnd.\n');
      assert.deepEqual(
        pieces?.map(({ start, end }) => document.slice(start, end)),
        ['You are brief.\n\n', '  - Be kind.\n', 'End.\n'],
      );
    });

    test('with every kind of last line', () => {
      const ends: Record<string, string> = {
        '|': 'One two three.\n',
        '|-': 'One two three.',
        '|+': 'One two three.\n\n',
      };
      for (const [mark, text] of Object.entries(ends)) {
        const prompt = only(`system_prompt: ${mark} # why\n  One two three.\n\nb: 1\n`);
        assert.equal(prompt.text, text);
        assert.ok(prompt.pieces);
      }
      const unfinished = only('system_prompt: |\n  One two three.');
      assert.equal(unfinished.text, 'One two three.');
      assert.ok(unfinished.pieces);
    });

    test('with an indentation that is written down', () => {
      const { text, pieces } = only('system_prompt: |2\n     One two three.\n  End.\n');
      assert.equal(text, '   One two three.\nEnd.\n');
      assert.ok(pieces);
    });

    test('without carriage returns, which YAML leaves out', () => {
      const { text, pieces } = only('system_prompt: |\r\n  One two three.\r\n  End.\r\n');
      assert.equal(text, 'One two three.\nEnd.\n');
      assert.ok(pieces);
    });

    test('in a text of one line', () => {
      for (const [source, text] of [
        ['You are brief 😀.', 'You are brief 😀.'],
        ['"You are brief."', 'You are brief.'],
        ["'You are brief.' # why", 'You are brief.'],
        ['>-\n  You are brief.\n', 'You are brief.'],
      ] as const) {
        const document = `system_prompt: ${source}`;
        const prompt = only(document);
        assert.equal(prompt.text, text);
        assert.equal(joined(document, prompt), text);
        assert.equal(document.slice(prompt.span.start, prompt.span.end).trim(), text);
      }
    });

    test('unless it is written differently', () => {
      for (const [source, text] of [
        ['"You are\\tbrief here."', 'You are\tbrief here.'],
        ["'You''re always brief.'", "You're always brief."],
        ['You are brief,\n  and kind.', 'You are brief, and kind.'],
        ['>\n  You are brief,\n  and kind.\n', 'You are brief, and kind.\n'],
      ] as const) {
        const prompt = only(`system_prompt: ${source}`);
        assert.equal(prompt.text, text);
        assert.equal(prompt.pieces, undefined);
      }
    });
  });

  test('have a place in the document for each of their characters', () => {
    for (const source of [
      '|\n  One two three four.\n\n  Five.\n',
      '>\n  One two\n  three four.\n\n  Five.\n',
      'One two\n  three four. Five.',
      '"One \\"two\\" three\\tfour.\\u0020\\x46ive. \\\n  And so on: four."',
      "'One ''two'' three four.'",
    ]) {
      const document = `a: 1\nsystem_prompt: ${source}`;
      const prompt = only(document);
      const at = offsetInDocument(document, prompt, prompt.text.lastIndexOf('four'));
      assert.equal(at, document.lastIndexOf('four'), source);
      assert.ok(offsetInDocument(document, prompt, prompt.text.length) <= document.length);
    }
  });

  test('are those that can be read where the document is broken', () => {
    assert.deepEqual(names('system_prompt: You are brief.\nb: [1, 2\nc: "x\n'), ['system_prompt']);
    for (const broken of [
      '',
      '{{ template }}',
      '\t- a',
      '[',
      '- '.repeat(1_000),
      '&a *a',
      '{'.repeat(9_000),
      '%YAML 9\n---',
    ])
      assert.deepEqual(names(broken), []);
  });

  test('are not looked for in thousands of levels, which the library cannot take', () => {
    for (const level of ['- ', '[', '{', '{a: '])
      assert.deepEqual(names(`${level.repeat(9_000)}system_prompt: You are brief.`), []);
  });

  test('are found in 200 kB within a second', () => {
    const agent = `a:\n  system_prompt: |\n${`    ${WORDS}\n`.repeat(20)}`;
    const document = Array.from({ length: 100 }, (_, index) => agent.replace('a', `agent${index}`)).join('');
    const start = performance.now();
    assert.equal(promptTextsInYaml(document).length, 100);
    assert.ok(performance.now() - start < 1_000);
  });

  test('make a YAML file a prompt', () => {
    const texts = promptTextsInYaml('system_prompt: You are brief.\n');
    assert.equal(isYamlPrompt('/work/agent.yaml', texts), true);
    assert.equal(isYamlPrompt('/work/agent.YML', texts), true);
    assert.equal(isYamlPrompt('/work/agent.json', texts), false);
    assert.equal(isYamlPrompt('/work/agent.yaml', []), false);
  });
});

test('the prompt of a Prompty file is what stands below its front matter', () => {
  const document = '---\r\nname: chat\r\n---\r\nsystem:\r\nBe brief.\r\n';
  const [prompt] = promptTextsInPrompty(document);
  assert.equal(prompt?.text, 'system:\r\nBe brief.\r\n');
  assert.equal(prompt && joined(document, prompt), prompt?.text);
  assert.equal(promptTextsInPrompty('Be brief.')[0]?.text, 'Be brief.');
});
