import '../../src/inference/models/onnxRuntime.node';
import { inferenceService } from '../../src/inference/inferenceService';
import { ModelCache } from '../../src/inference/models/modelCache';
import { places } from '../helpers/fixtures';
import { CANARY } from './answers';
import { CORE_CHECKS } from './coreChecks';
import { diceFor } from './dice';
import { FuzzCases, excerptOf, type FuzzFigures } from './figures';
import { hostileText } from './hostileText';
import { MODEL_CHECKS } from './modelChecks';
import { TOKEN_CHECKS } from './tokenChecks';

/** Runs hostile texts through core's functions and everything that counts tokens, in this thread. */
export async function fuzzText(count: number, seed: number): Promise<FuzzFigures> {
  const models = new ModelCache(places, 1);
  const subject = { inference: inferenceService(models), tokenizer: (model: string) => models.tokenizer(model) };
  const cases = new FuzzCases('hostile texts, core and tokens');
  const [core, tokens] = [Object.entries(CORE_CHECKS), Object.entries(TOKEN_CHECKS)];
  for (let number = 0; number < count; number++) {
    const dice = diceFor(seed, number);
    const text = hostileText(dice);
    const isCore = number % 2 === 0;
    const turn = number >> 1;
    const [name, check] = isCore ? core[turn % core.length]! : tokens[turn % tokens.length]!;
    const run = isCore
      ? () => (check as (typeof core)[number][1])(text, dice)
      : () => (check as (typeof tokens)[number][1])(subject, text, dice);
    await cases.run(`${name}, case ${number} of seed ${seed}, ${excerptOf(text)}`, run);
  }
  return cases.figures;
}

/** Runs hostile texts, each with the canary somewhere, through the embedded models. */
export async function fuzzModels(count: number, seed: number): Promise<FuzzFigures> {
  const inference = inferenceService(new ModelCache(places, 1));
  const cases = new FuzzCases('hostile texts, models');
  const checks = Object.entries(MODEL_CHECKS);
  for (let number = 0; number < count; number++) {
    const dice = diceFor(seed, number);
    const whole = hostileText(dice);
    const at = dice.below(whole.length + 1);
    const text = whole.slice(0, at) + CANARY + whole.slice(at);
    const [name, check] = checks[number % checks.length]!;
    await cases.run(`${name}, case ${number} of seed ${seed}, ${excerptOf(text)}`, () => check(inference, text, dice));
  }
  return cases.figures;
}
