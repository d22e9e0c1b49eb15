import assert from 'node:assert/strict';
import { nameOfNewEngine } from '../../../src/features/engines/nameOfNewEngine';
import { EngineConsents } from '../../../src/host/engines/engineConsents';
import { originOf, profilesIn } from '../../../src/host/engines/engineProfiles';

suite('the engines of the settings', () => {
  test('are those with a name and an address; of several with one name, the first', () => {
    const profiles = profilesIn([
      { name: 'desk', url: 'http://localhost:8080/v1/', model: 'qwen' },
      { name: 'desk', url: 'http://other:8080' },
      { name: 'cluster', url: 'https://llm.example/team/', model: '' },
      { name: ' ', url: 'http://localhost:1' },
      { name: 'secret', url: 'https://user:password@llm.example' },
      { name: 'file', url: 'file:///etc/passwd' },
      { name: 'number', url: 7 },
      {},
    ]);
    assert.deepEqual(profiles, [
      { name: 'desk', url: 'http://localhost:8080', model: 'qwen' },
      { name: 'cluster', url: 'https://llm.example/team' },
    ]);
  });

  test('share consent and key with all of one scheme, host and port', () => {
    assert.equal(originOf({ url: 'https://llm.example/team' }), 'https://llm.example');
    assert.notEqual(originOf({ url: 'http://llm.example' }), originOf({ url: 'https://llm.example' }));
  });

  test('are named after what they are on this machine, and after their machine elsewhere', () => {
    const here = { url: 'http://localhost:8000', kind: 'vllm' } as const;
    assert.equal(nameOfNewEngine(here, []), 'vllm');
    assert.equal(nameOfNewEngine(here, ['vllm', 'vllm-2']), 'vllm-3');
    assert.equal(nameOfNewEngine({ ...here, url: 'https://llm.example/team' }, ['vllm']), 'llm.example');
  });
});

test('consent is remembered for each address until it is taken back', async () => {
  const stored = new Map<string, unknown>();
  const memory = {
    keys: () => [...stored.keys()],
    get: (key: string) => stored.get(key) as never,
    update: async (key: string, value: unknown) => void stored.set(key, value),
  };
  const consents = new EngineConsents(memory);
  await consents.give('http://a:1');
  await consents.give('http://b:1');
  assert.ok(consents.has('http://a:1') && !consents.has('http://a:2'));
  await consents.takeBack('http://a:1');
  assert.ok(!new EngineConsents(memory).has('http://a:1'));
  assert.ok(new EngineConsents(memory).has('http://b:1'));
});
