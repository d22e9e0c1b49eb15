import assert from 'node:assert/strict';
import type { Span } from '../../../src/core/text/span';
import { tokenCount } from '../../../src/core/tokens/tokenSpans';
import { DocumentSync } from '../../../src/host/sendTextChanges';
import { samplePrompt } from '../../helpers/fixtures';
import { unhurried } from '../../helpers/inferences';
import type { ModelUnderTest } from './modelUnderTest';

/** What every tokenizer does that counts documents. @param subject called within tests */
export function countContract(subject: () => ModelUnderTest): void {
  const tokens = async (text: string) => {
    const { inference, model } = subject();
    return tokenCount(await inference.tokenize({ model, text }, unhurried));
  };

  /** A document that sends its changes. */
  function syncedDocument(text: string) {
    const state = { text };
    const live = { read: () => state.text, length: () => state.text.length };
    const sync = new DocumentSync(`text ${text.length}`, live);
    return {
      state,
      change(offset: number, length: number, inserted: string) {
        state.text = state.text.slice(0, offset) + inserted + state.text.slice(offset + length);
        sync.edited([{ offset, length, text: inserted }]);
      },
      count: (spans: Span[] = []) =>
        sync.count(subject().inference, [{ model: subject().model, limit: 20 }], spans, unhurried),
    };
  }

  test('counts as it tokenizes, and finds where the limit is', async () => {
    const { inference, model } = subject();
    const text = samplePrompt('support-agent.txt').slice(0, 400);
    const [result] = await syncedDocument(text).count();
    assert.equal(result!.count, await tokens(text));
    const { starts, specialTokens } = await inference.tokenize({ model, text }, unhurried);
    assert.equal(result!.at!.start, starts[20 - specialTokens]);
  });

  test('follows changes, and counts spans', async () => {
    const { change, count, state } = syncedDocument(samplePrompt('support-agent.txt').slice(0, 300));
    await count();
    change(10, 5, 'Überraschung 日本語 ');
    change(0, 0, 'Hello. ');
    const [result] = await count([{ start: 0, end: 6 }]);
    assert.equal(result!.count, await tokens(state.text));
    assert.equal(result!.spanCounts[0]!.count, await tokens('Hello.'));
  });

  test('sends the whole text again when its copy is not held', async () => {
    const { inference, model } = subject();
    const counters = [{ model, limit: 20 }];
    const request = { document: 'never sent', version: 8, changes: [], length: 3, counters, spans: [] };
    assert.equal(await inference.count({ ...request, baseVersion: 7 }, unhurried), null);
    const { change, count, state } = syncedDocument('One two three.');
    await count();
    // This change is not sent.
    state.text += ' Four.';
    change(0, 3, 'Five');
    const [result] = await count();
    assert.equal(result!.count, await tokens('Five two three. Four.'));
  });
}
