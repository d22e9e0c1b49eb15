import assert from 'node:assert/strict';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectEngine } from '../../../src/engines/connectEngine';
import { lookForEngine } from '../../../src/engines/lookForEngine';
import { remoteInference } from '../../../src/engines/remoteInference';
import { completionRequest } from '../../helpers/completionRequest';

const never = new AbortController().signal;
const model = 'engine:desk';

/** What a model that these engines run expects behind the text of the self-test, and behind any other. */
const TOP = { ' go': -0.7, ' stay': -1.2, ' leave': -2.5, ',': -3.1, '\n': -4 };

type Answer = (body: Record<string, unknown>) => unknown;

/** Engines that answer as their documentation says. */
suite('engines by their documentation', () => {
  const servers: Server[] = [];
  teardown(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** Answers by path; a list becomes events or, with `lines`, lines of JSON. Everything else is not found. */
  async function serve(paths: Readonly<Record<string, Answer>>, lines = false): Promise<string> {
    const server = http.createServer((request, response) => {
      let text = '';
      request.on('data', (data) => (text += String(data)));
      request.on('end', () => {
        const answer = paths[request.url!]?.(text === '' ? {} : (JSON.parse(text) as Record<string, unknown>));
        if (answer === undefined) return response.writeHead(404).end('{"detail":"Not Found"}');
        if (!Array.isArray(answer)) return response.end(JSON.stringify(answer));
        response.setHeader('content-type', lines ? 'application/x-ndjson' : 'text/event-stream');
        const events = answer.map((each) => JSON.stringify(each));
        return response.end(
          lines ? events.join('\n') : [...events, '[DONE]'].map((each) => `data: ${each}\n\n`).join(''),
        );
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const connect = async (url: string) => {
    const engine = await connectEngine({ name: 'desk', url }, {}, never);
    return { info: engine.info, inference: remoteInference(() => Promise.resolve(engine)) };
  };
  const listing =
    (owner: string, id: string): Answer =>
    () => ({ object: 'list', data: [{ id, owned_by: owner }] });

  /** OpenAI's completions, streamed: a token an event. */
  const completions: Answer = ({ max_tokens: most, logprobs }) =>
    [' go', ' home', '.', '\n'].slice(0, Number(most)).map((text, index) => ({
      choices: [
        {
          text,
          logprobs: logprobs
            ? {
                tokens: [text],
                token_logprobs: [index === 0 ? -0.7 : -0.1],
                top_logprobs: [index === 0 ? TOP : { [text]: -0.1 }],
              }
            : null,
        },
      ],
    }));

  /** The words of a text, the last of which has the log-probability that it is listed with. */
  const wordsOf = (text: string) => text.match(/\s*\S+/g) ?? [];
  const logOf = (word: string) => (TOP as Record<string, number>)[word] ?? -6;

  const completed = async (inference: ReturnType<typeof remoteInference>) => {
    const left = 'The weather in the mountains changed quickly, so we decided to';
    return (await inference.complete(completionRequest(left, { model, confidence: 0 }), never)).texts;
  };

  test('SGLang: writes by completions, and scores by its own generate', async () => {
    const url = await serve({
      '/v1/models': listing('sglang', 'qwen'),
      '/get_server_info': () => ({ version: '0.5.1' }),
      '/v1/completions': completions,
      '/generate': ({ text, return_logprob: wanted }) => {
        assert.equal(wanted, true);
        const words = wordsOf(String(text));
        return {
          text: '',
          meta_info: {
            input_token_logprobs: words.map((word, index) => [index === 0 ? null : logOf(word), index, word]),
            input_top_logprobs: words.map((_, index) => (index === 0 ? null : [[-0.7, 5, ' go']])),
          },
        };
      },
    });
    const { info, inference } = await connect(url);
    assert.equal(info.engine, 'SGLang 0.5.1');
    assert.deepEqual(info.abilities, { topTokens: 5, scoring: 'tested', tokenizes: false, rendersChats: false });
    assert.deepEqual(await completed(inference), [' go home.']);
    const { starts, bits } = await inference.surprise({ model, text: 'You will go', focus: 0 }, never);
    assert.deepEqual([...starts], [3, 8]);
    assert.ok(Math.abs(bits[1]! - 0.7 / Math.LN2) < 1e-6);
  });

  test('Ollama: writes raw text, and gives no scores of the prompt', async () => {
    const raws: unknown[] = [];
    const url = await serve(
      {
        '/v1/models': listing('library', 'llama3.2:latest'),
        '/api/version': () => ({ version: '0.13.0' }),
        '/api/show': () => ({ model_info: { 'llama.context_length': 131_072 } }),
        '/api/generate': ({ raw, options, top_logprobs: top }) => {
          raws.push(raw);
          const count = Number((options as { num_predict: number }).num_predict);
          const listed = Object.entries(TOP).slice(0, Number(top));
          return [' go', ' home', '.', '\n'].slice(0, count).map((response) => ({
            response,
            done: false,
            logprobs: [
              { token: response, logprob: -0.7, top_logprobs: listed.map(([token, logprob]) => ({ token, logprob })) },
            ],
          }));
        },
      },
      true,
    );
    const { info, inference } = await connect(url);
    assert.equal(info.engine, 'Ollama 0.13.0');
    assert.equal(info.contextLength, 131_072);
    assert.deepEqual(info.abilities, { topTokens: 5, scoring: 'none', tokenizes: false, rendersChats: false });
    assert.deepEqual(await completed(inference), [' go home.']);
    assert.ok(raws.every((raw) => raw === true));
    await assert.rejects(
      inference.surprise({ model, text: 'You go', focus: 0 }, never),
      /gives no log-probabilities of a prompt.*Set/,
    );
    const next = await inference.nextToken({ model, left: 'we decided to ' }, never);
    assert.equal(next.texts[0], ' go');
    assert.ok(next.unseen! > 0);
  });

  test('LM Studio: writes without log-probabilities, so only stop rules end it', async () => {
    const url = await serve({
      '/v1/models': listing('organization_owner', 'qwen3-8b'),
      '/api/v0/models': () => ({
        data: [
          { id: 'nomic-embed', type: 'embeddings', max_context_length: 2_048 },
          { id: 'qwen3-8b', type: 'llm', max_context_length: 32_768, loaded_context_length: 8_192 },
        ],
      }),
      '/v1/completions': (body) => completions({ ...body, logprobs: undefined }),
    });
    const found = await lookForEngine(url, {}, never);
    assert.deepEqual(found.models, [{ id: 'qwen3-8b', contextLength: 8_192 }]);
    const { info, inference } = await connect(url);
    assert.deepEqual(info.abilities, { topTokens: 0, scoring: 'none', tokenizes: false, rendersChats: false });
    assert.deepEqual(await completed(inference), [' go home.']);
    await assert.rejects(inference.nextToken({ model, left: 'a' }, never), /lists no log-probabilities/);
    await assert.rejects(inference.tokenize({ model, text: 'a' }, never), /does not count tokens/);
  });

  /** An engine with OpenAI's interface that echoes scores. */
  const echoing = (score: (word: string, index: number, words: readonly string[]) => number | null): Answer => {
    return (body) => {
      if (!body['echo']) return completions(body);
      const words = wordsOf(String(body['prompt']));
      return {
        choices: [
          {
            text: body['prompt'],
            logprobs: { tokens: words, token_logprobs: words.map(score), top_logprobs: words.map(() => ({})) },
          },
        ],
      };
    };
  };

  test('one that echoes right scores is trusted', async () => {
    const right = echoing((word, index) => (index === 0 ? null : logOf(word)));
    const { info } = await connect(await serve({ '/v1/models': listing('somebody', 'm'), '/v1/completions': right }));
    assert.equal(info.abilities.scoring, 'tested');
    assert.equal(info.engine, 'An engine with OpenAI’s interface');
  });

  test('llama-cpp-python, whose scores are those of the token before, writes and is used for nothing else', async () => {
    const shifted = echoing((_, index, words) => (index === 0 ? null : logOf(words[index - 1]!)));
    const { info, inference } = await connect(
      await serve({ '/v1/models': listing('me', 'm'), '/v1/completions': shifted }),
    );
    assert.equal(info.engine, 'llama-cpp-python');
    assert.equal(info.abilities.scoring, 'wrong');
    assert.deepEqual(await completed(inference), [' go home.']);
    await assert.rejects(
      inference.surprise({ model, text: 'You go', focus: 0 }, never),
      /differ from what it generates, so they are not used/,
    );
  });

  test('one without models, without the named model, or that is no engine is refused', async () => {
    const connectTo = async (paths: Readonly<Record<string, Answer>>, name?: string) =>
      connectEngine({ name: 'desk', url: await serve(paths), model: name }, {}, never);
    await assert.rejects(connectTo({ '/v1/models': () => ({ data: [] }) }), /offers no model\. Load one/);
    await assert.rejects(
      connectTo({ '/v1/models': listing('somebody', 'a') }, 'b'),
      /has no model b now\. It has a\. Choose one/,
    );
    await assert.rejects(connectTo({}), /has no \/v1\/models \(404\)/);
    await assert.rejects(connectTo({ '/v1/models': () => ({ hello: 1 }) }), /a form that is not known \(data\)/);
  });
});
