import assert from 'node:assert/strict';
import type { Engine, EnginePrompt } from '../../../src/engines/engine';
import { engineModelId } from '../../../src/engines/engineModelId';
import { remoteInference } from '../../../src/engines/remoteInference';
import { completionRequest } from '../../helpers/completionRequest';
import { unhurried } from '../../helpers/inferences';
import { fakeEngine, INFO } from './fakeEngine';

const LEFT = 'You are a helpful assistant. Answer';
const WINDOW = INFO.contextLength!;

suite('a prompt that an engine reads ahead', () => {
  /** An engine whose tokens are characters, and what it was asked to go on with. */
  function noting() {
    const asked: { readonly prompt: EnginePrompt; readonly maxTokens: number }[] = [];
    const plain = fakeEngine();
    const engine: Engine = {
      ...plain,
      generate: (prompt, options, signal) => {
        asked.push({ prompt, maxTokens: options.maxTokens });
        return plain.generate(prompt, options, signal);
      },
      tokenize: (text) => Promise.resolve(Array.from(text, (character, id) => ({ id, bytes: character }))),
    };
    const inference = remoteInference(() => Promise.resolve(engine));
    const request = (left: string) => completionRequest(left, { model: engineModelId('desk') });
    return { asked, inference, request };
  }

  test('is what the next suggestion begins with, for the cost of one token', async () => {
    const { asked, inference, request } = noting();
    await inference.readAhead(request(LEFT), unhurried);
    assert.deepEqual(asked, [{ prompt: LEFT, maxTokens: 1 }]);
    await inference.complete(request(`${LEFT} in`), unhurried);
    assert.ok(String(asked[1]!.prompt).startsWith(LEFT));
  });

  test('is only its end if it is longer than the context window, as for suggestions', async () => {
    const { asked, inference, request } = noting();
    const long = LEFT.repeat(Math.ceil((2 * WINDOW) / LEFT.length));
    await inference.readAhead(request(long), unhurried);
    const prompt = String(asked[0]!.prompt);
    assert.ok(prompt.length > 0 && prompt.length < WINDOW && long.endsWith(prompt));
    await inference.complete(request(`${long} in`), unhurried);
    assert.ok(String(asked[1]!.prompt).startsWith(prompt));
  });

  test('is not asked for when it is empty', async () => {
    const { asked, inference, request } = noting();
    await inference.readAhead(request(''), unhurried);
    assert.deepEqual(asked, []);
  });
});
