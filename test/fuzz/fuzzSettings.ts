import assert from 'node:assert/strict';
import packageJson from '../../package.json';
import { sanitizeSetting, type SettingSchema } from '../../src/core/sanitizeSetting';
import { isCounter } from '../../src/core/tokens/tokenBudget';
import { anyValue } from './hostileValue';
import { diceFor } from './dice';
import { Cases, type FuzzFigures } from './figures';

const properties = Object.entries(
  packageJson.contributes.configuration.properties as Readonly<Record<string, SettingSchema>>,
);

/** Every setting with values of every type: what comes of them is as package.json declares it. */
export async function fuzzSettings(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new Cases('settings');
  for (let number = 0; number < count; number++) {
    const dice = diceFor(seed, number);
    const [name, declared] = properties[number % properties.length]!;
    const value = anyValue(dice);
    await cases.play(`${name}, case ${number} of seed ${seed}, ${typeof value}`, () => {
      const sound = sanitizeSetting(value, declared);
      check(sound, declared);
      if (isSound(value, declared)) assert.deepEqual(sound, value);
    });
  }
  return cases.figures;
}

function check(sound: unknown, declared: SettingSchema): void {
  const { type, items, enum: values, minimum = -Infinity, maximum = Infinity } = declared;
  if (type === 'array') {
    assert.ok(Array.isArray(sound));
    for (let index = 0; index < sound.length; index++) checkEntry(sound[index], items!.type);
    return;
  }
  assert.ok(isOf(type, sound), `a ${typeof sound} where a ${type} is declared`);
  if (values) assert.ok(values.includes(sound));
  if (typeof sound === 'number') assert.ok(sound >= minimum && sound <= maximum, 'it is out of bounds');
}

function checkEntry(entry: unknown, type: string): void {
  assert.ok(isOf(type, entry), `an entry is a ${typeof entry}`);
  if (type !== 'object' || hasTrap(entry as object) || !isCounter(entry as object)) return;
  const { model, limit } = entry as Record<string, unknown>;
  assert.ok(typeof model === 'string' && Number.isSafeInteger(limit) && (limit as number) >= 1);
}

function hasTrap(entry: object): boolean {
  return Object.values(Object.getOwnPropertyDescriptors(entry)).some(({ get }) => get !== undefined);
}

/** Whether a value is of the declared type and in its bounds, and so is to be left as it is. */
function isSound(
  value: unknown,
  { type, items, enum: values, minimum = -Infinity, maximum = Infinity }: SettingSchema,
): boolean {
  if (!isOf(type, value)) return false;
  if (Array.isArray(value))
    return !Object.hasOwn(value, 'toString') && [...value].every((entry) => isOf(items!.type, entry));
  if (typeof value === 'number')
    return value >= Math.max(minimum, -1e15) && value <= Math.min(maximum, 1e15) && !Object.is(value, -0);
  return values?.includes(value) ?? true;
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
