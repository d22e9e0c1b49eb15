import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engines/engineError';
import {
  abilitiesInWords,
  consentDetail,
  engineTooltip,
  possibleRoles,
  shortState,
} from '../../../src/features/engines/engineWording';
import type { EngineState } from '../../../src/host/engines/engineConnections';
import { INFO } from './fakeEngine';

const DESK = { name: 'desk', url: 'http://desk:8000', isHere: false, roles: ['ghostText', 'counts'] as const };
const CONNECTED: EngineState = { kind: 'connected', info: INFO };

suite('an engine is described', () => {
  test('by what it can do, and why it cannot do the rest', () => {
    const scoring = 'wrong';
    const words = abilitiesInWords({ topTokens: 0, scoring, tokenizes: false, rendersChats: false });
    assert.deepEqual(
      words.map(({ isThere }) => isThere),
      [true, false, false, false, false],
    );
    assert.match(words[2]!.note, /contradict what it writes, so they are not used/);
    assert.deepEqual(possibleRoles({ topTokens: 0, scoring, tokenizes: false, rendersChats: false }), ['ghostText']);
    assert.deepEqual(possibleRoles(INFO.abilities), ['ghostText', 'expectation', 'counts']);
    assert.match(abilitiesInWords(INFO.abilities).at(-1)!.what, /Attention/);
  });

  test('with what it is sent, where to, and what it can do', () => {
    const text = engineTooltip({ ...DESK, state: CONNECTED });
    assert.match(text, /\*\*desk\*\* at http:\/\/desk:8000/);
    assert.match(text, /Text leaves the editor, to another machine:\n\n- Ghost text: the text left of the caret/);
    assert.doesNotMatch(text, /documentation/);
    const abilities = { ...INFO.abilities, scoring: 'none' as const };
    const untried = engineTooltip({
      ...DESK,
      state: { kind: 'connected', info: { ...INFO, kind: 'ollama', abilities } },
    });
    assert.match(untried, /from its documentation and was never tried/);
    assert.match(text, /tiny-1B, on vLLM 0\.32\.0, reads 2,048 tokens/);
    assert.match(text, /\$\(close\) Attention/);
    const here = engineTooltip({ ...DESK, isHere: true, state: CONNECTED });
    assert.match(here, /to another program on this machine/);
  });

  test('as not asked without trust or consent', () => {
    for (const kind of ['not allowed', 'waits for consent', 'not listed'] as const) {
      const text = engineTooltip({ ...DESK, state: { kind } });
      assert.match(text, /Nothing is sent\./);
      assert.doesNotMatch(text, /leaves the editor/);
    }
  });

  test('with what went wrong, and when it is asked again', () => {
    const error = new EngineError('unreachable', 'desk:8000 cannot be reached. Start it.');
    const state: EngineState = { kind: 'failing', failure: { error, retryAt: Date.UTC(2026, 0, 1) } };
    const text = engineTooltip({ ...DESK, state });
    assert.match(text, /cannot be reached\. Start it\./);
    assert.match(text, /asked again from \d\d:\d\d:\d\d on/);
    assert.equal(shortState('desk', 'tiny (desk)', state), 'desk fails');
    assert.equal(shortState('desk', 'tiny (desk)', CONNECTED), 'tiny (desk)');
  });

  test('to who is asked for consent, by what is sent and where to', () => {
    const detail = consentDetail('http://desk:8000', false);
    assert.match(detail, /text of your prompts is sent to http:\/\/desk:8000/);
    assert.match(detail, /another machine; who runs it can read what you send/);
    assert.match(consentDetail('http://localhost:8000', true), /a program on this machine/);
  });
});
