import assert from 'node:assert/strict';
import { chatMessagesIn } from '../../src/core/prompts/chatMessages';

suite('messages in prompt files', () => {
  const system = { role: 'system', content: 'You are brief.' };
  const user = { role: 'user', content: 'Why?\n\nsystems: none' };

  test('a Prompty file has one for each line with a role alone', () => {
    const text = '---\nname: x\nmodel:\n  api: chat\n---\n# system:\nYou are brief.\n\nUser:\nWhy?\n\nsystems: none\n';
    assert.deepEqual(chatMessagesIn('a.prompty', text), [system, user]);
    assert.deepEqual(chatMessagesIn('a.prompty', '---\nname: x\n---\nYou are brief.'), []);
  });

  test('YAML has them in a list with role and content, wherever it stands', () => {
    const text =
      'prompts:\n  - id: 1\n    messages:\n      - role: system\n        content: You are brief.\n      - role: user\n        content: |-\n          Why?\n\n          systems: none\n';
    assert.deepEqual(chatMessagesIn('/a/b.yaml', text), [system, user]);
    assert.deepEqual(chatMessagesIn('/a/b.yml', 'prompt: You are brief.'), []);
  });

  test('so has JSON, where a content can be a list of parts, of which images have no text', () => {
    const parts = [
      { type: 'text', text: 'Why?' },
      { type: 'image_url', image_url: { url: 'x' } },
      { type: 'text', text: '\n\nsystems: none' },
    ];
    const text = JSON.stringify({ model: 'gpt-4o', messages: [system, { role: 'user', content: parts }] });
    assert.deepEqual(chatMessagesIn('c.json', text), [system, user]);
    assert.deepEqual(chatMessagesIn('c.json', JSON.stringify([system, { role: 'user' }])), []);
  });

  test('broken files and texts have none', () => {
    assert.deepEqual(chatMessagesIn('c.json', '{"messages": ['), []);
    assert.deepEqual(chatMessagesIn('c.yaml', 'a: [b'), []);
    assert.deepEqual(chatMessagesIn('README.md', 'system:\nYou'), []);
  });
});
