import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/contracts/completionRequests';
import { completionRequest } from '../../helpers/completionRequest';
import { samplePrompt } from '../../helpers/fixtures';
import { unhurried } from '../../helpers/inferences';
import type { ModelUnderTest } from './modelUnderTest';

/** What every model that writes ghost text does. @param subject called within tests */
export function completionContract(subject: () => ModelUnderTest): void {
  const complete = (left: string, change: Partial<CompletionRequest> = { confidence: 0 }) => {
    const { inference, model } = subject();
    return inference.complete(completionRequest(left, { model, ...change }), unhurried);
  };

  test('continues in whole words', async () => {
    const [text = ''] = (await complete('You are an expert in ')).texts;
    assert.match(text, /^\p{L}/u);
    assert.equal(text, text.trimEnd());
  });

  test('completes the word before the caret', async () => {
    const { texts } = await complete('# Role\n\nYou are a helpful assist');
    assert.match(texts[0]!, /^ant/);
  });

  test('is repeatable', async () => {
    const left = samplePrompt('support-agent.txt').slice(0, 200);
    const [first, again] = [await complete(left), await complete(left)];
    assert.deepEqual(first.texts, again.texts);
  });

  test('suggests nothing below the confidence, and returns the probability of the first token', async () => {
    const { texts, firstTokenProbability } = await complete('You are an expert in ', { confidence: 1 });
    assert.deepEqual(texts, []);
    assert.ok(firstTokenProbability > 0 && firstTokenProbability < 1);
  });

  test('suggests three different continuations on request', async () => {
    const { texts } = await complete('You are an expert in ', { alternatives: 3 });
    assert.equal(new Set(texts).size, 3);
  });

  test('generates no more than the length allows', async () => {
    const { texts } = await complete('You are an expert in ', { confidence: 0, length: 'word' });
    assert.match(texts[0]!, /^\S+$/);
  });

  test('does not repeat the text right of the caret', async () => {
    const left = 'You are an expert in ';
    const [text] = (await complete(left)).texts;
    const [shorter = ''] = (await complete(left, { confidence: 0, right: ` ${text!.split(' ').at(-1)}` })).texts;
    assert.ok(text!.startsWith(shorter) && shorter.length < text!.length);
  });

  test('reports its progress', async () => {
    const { inference, model } = subject();
    const reports: string[] = [];
    const request = completionRequest('You are an expert in ', { model, confidence: 0 });
    const { texts } = await inference.complete(request, unhurried, (text) => reports.push(text));
    assert.ok(reports.length > 2);
    for (const [index, text] of reports.entries()) assert.ok(text.startsWith(reports[index - 1] ?? ''));
    assert.ok(texts[0]!.startsWith(reports[1]!));
  });

  test('reads no more than its context window, which visibleContext describes', async () => {
    const { inference, model, contextLength } = subject();
    const sample = samplePrompt('research-assistant.md');
    const left = sample.repeat(Math.ceil((contextLength * 6) / sample.length));
    const completion = await complete(left);
    const visible = await inference.visibleContext({ model, left, length: 'sentence' }, unhurried);
    assert.ok(completion.contextTokens! <= contextLength && completion.contextTokens! > contextLength / 2);
    assert.equal(visible.tokens, completion.contextTokens);
    assert.ok(visible.totalTokens > contextLength);
    const visibleTokens = await inference.tokenize({ model, text: left.slice(visible.start) }, unhurried);
    assert.equal(visibleTokens.ids.length, visible.tokens);
  });

  test('rejects when aborted', async () => {
    const { inference, model } = subject();
    const controller = new AbortController();
    const request = completionRequest('You are', { model, confidence: 0, length: 'paragraph' });
    const running = inference.complete(request, controller.signal);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
  });
}
