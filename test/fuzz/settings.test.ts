import { fuzzSettings } from './fuzzSettings';
import { fuzzTest } from './fuzzTest';

suite('any setting', () => {
  fuzzTest('of every type and size', fuzzSettings, 3_000);
});
