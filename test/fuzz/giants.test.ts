import { fuzzGiants } from './fuzzGiants';
import { fuzzTest } from './fuzzTest';

suite('any text', () => {
  // Always the same cases: they are too large to run many.
  fuzzTest('of megabytes', fuzzGiants, 1);
});
