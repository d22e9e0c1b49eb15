import { fuzzMessages } from './fuzzMessages';
import { fuzzTest } from './fuzzTest';

suite('any message to the inference process', () => {
  fuzzTest('invalid requests, unknown methods, messages that are not JSON-RPC', fuzzMessages, 1_000);
});
