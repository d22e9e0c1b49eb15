import assert from 'node:assert/strict';
import { isYamlPrompt } from '../../src/core/prompts/isYamlPrompt';
import { joinPromptTexts } from '../../src/core/prompts/joinedPromptTexts';
import { promptTextsInPrompty } from '../../src/core/prompts/promptTextsInPrompty';
import { promptTextsInYaml, type PromptText } from '../../src/core/prompts/promptTextsInYaml';
import { offsetInFile, offsetInText } from '../../src/core/prompts/stretchesInFile';

const names = (document: string) => promptTextsInYaml(document).map(({ name }) => name);

/** The only prompt of a document, whose stretches must be in the document as they are in the text. */
function only(document: string): PromptText {
  const [first, ...more] = promptTextsInYaml(document);
  assert.ok(first);
  assert.deepEqual(more, []);
  for (const { start, end, inFile } of first.stretches)
    assert.equal(document.slice(inFile, inFile + end - start), first.text.slice(start, end));
  return first;
}

const spelled = ({ text, stretches }: PromptText) => stretches.map(({ start, end }) => text.slice(start, end));
const isSpelled = (prompt: PromptText) => spelled(prompt).join('') === prompt.text;

const WORDS = 'You are a patient teacher who explains every step in short and plain words for beginners.';

suite('prompts in YAML', () => {
  test('all long texts of a file of prompts are some, whatever their keys', () => {
    const document =
      'output_format: |\n  Answer with this JSON and nothing else, please:\n  { "title": "text" }\nmodel: gpt-4o\nnote: brief\n';
    const namesIn = (path: string) => promptTextsInYaml(document, path).map(({ name }) => name);
    for (const path of ['app/prompts.yaml', 'prompt.yml', 'agent_prompts.yaml', 'prompts.de.yaml'])
      assert.deepEqual(namesIn(path), ['output_format'], path);
    for (const path of ['config.yaml', 'promptness.yaml', 'prompts/config.yaml'])
      assert.deepEqual(namesIn(path), [], path);
  });

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

  suite('have the stretches that the document spells letter for letter', () => {
    test('in a literal block, without the indentation', () => {
      const prompt = only('a:\n  system_prompt: |\n    You are brief.\n\n      - Be kind.\n    End.\nb: 1\n');
      assert.equal(prompt.text, 'You are brief.\n\n  - Be kind.\nEnd.\n');
      assert.deepEqual(spelled(prompt), ['You are brief.\n\n', '  - Be kind.\n', 'End.\n']);
    });

    const SPELLED: Record<string, [source: string, text: string]> = {
      'with a last line break': ['| # why\n  One two three.\n\nb: 1\n', 'One two three.\n'],
      'without a last line break': ['|-\n  One two three.\n\nb: 1\n', 'One two three.'],
      'with all line breaks at the end': ['|+\n  One two three.\n\nb: 1\n', 'One two three.\n\n'],
      'at the end of a file without a line break': ['|\n  One two three.', 'One two three.'],
      'with an indentation that is written down': ['|2\n     One two three.\n  End.\n', '   One two three.\nEnd.\n'],
      'with carriage returns, which YAML leaves out': ['|\r\n  One two three.\r\n  End.\r\n', 'One two three.\nEnd.\n'],
      'of one plain line': ['You are brief 😀. # why', 'You are brief 😀.'],
      'in double quotes': ['"You are brief."', 'You are brief.'],
      'in single quotes': ["'You are brief.' # why", 'You are brief.'],
      'of one folded line': ['>-\n  You are brief.\n', 'You are brief.'],
    };
    for (const [how, [source, text]] of Object.entries(SPELLED))
      test(`all of a text ${how}`, () => {
        const prompt = only(`system_prompt: ${source}`);
        assert.equal(prompt.text, text);
        assert.ok(isSpelled(prompt));
      });

    const CHANGED: Record<string, [source: string, text: string]> = {
      folded: ['>\n  One two\n  three four.\n\n  Five.\n', 'One two three four.\nFive.\n'],
      'plain, of two lines': ['One two\n  three four.', 'One two three four.'],
      'escaped in double quotes': [
        '"One \\"two\\" three\\tfour.\\u0020\\x46ive. \\\n  And: four."',
        'One "two" three\tfour. Five. And: four.',
      ],
      'escaped in single quotes': ["'One ''two'' three four.'", "One 'two' three four."],
    };
    for (const [how, [source, text]] of Object.entries(CHANGED))
      test(`most of a text that is ${how}`, () => {
        const document = `a: 1\nsystem_prompt: ${source}`;
        const prompt = only(document);
        assert.equal(prompt.text, text);
        assert.ok(!isSpelled(prompt));
        assert.equal(offsetInFile(prompt.stretches, text.lastIndexOf('four')), document.lastIndexOf('four'));
        assert.equal(offsetInText(prompt.stretches, document.lastIndexOf('four')), text.lastIndexOf('four'));
      });

    test('of several texts that are joined', () => {
      const document = 'system_prompt: >\n  One two\n  three.\nuser_prompt: |\n  Four five\n  six.\n';
      const { text, spans, toFile, fromFile } = joinPromptTexts(promptTextsInYaml(document));
      assert.equal(text, 'One two three.\n\n\nFour five\nsix.\n');
      assert.deepEqual(
        spans.map(({ start, end }) => text.slice(start, end)),
        ['One two three.\n', 'Four five\nsix.\n'],
      );
      for (const word of ['One', 'three', 'Four', 'six']) {
        const inText: number = text.indexOf(word);
        const inDocument: number = document.indexOf(word);
        assert.equal(toFile(inText), inDocument);
        const span = fromFile({ start: inDocument, end: inDocument + word.length });
        assert.equal(text.slice(span.start, span.end), word);
      }
    });
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
    assert.equal(isYamlPrompt('/project/agent.yaml', texts), true);
    assert.equal(isYamlPrompt('/project/agent.YML', texts), true);
    assert.equal(isYamlPrompt('/project/agent.json', texts), false);
    assert.equal(isYamlPrompt('/project/agent.yaml', []), false);
  });
});

test('the prompt of a Prompty file is what stands below its front matter', () => {
  const document = '---\r\nname: chat\r\n---\r\nsystem:\r\nBe brief.\r\n';
  const [prompt] = promptTextsInPrompty(document);
  assert.equal(prompt?.text, 'system:\r\nBe brief.\r\n');
  assert.ok(prompt && isSpelled(prompt));
  assert.equal(offsetInFile(prompt.stretches, 0), document.indexOf('system'));
  assert.equal(promptTextsInPrompty('Be brief.')[0]?.text, 'Be brief.');
});
