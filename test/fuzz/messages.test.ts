import { fuzzMessages } from './fuzzMessages';
import { fuzzTest } from './fuzzTest';

suite('any message to the inference process', () => {
  fuzzTest('wrong requests, unknown methods, what is no JSON-RPC', fuzzMessages, 1_000);
});
