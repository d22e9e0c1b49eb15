import assert from 'node:assert/strict';
import packageJson from '../../package.json';
import { sanitizeSetting, type SettingSchema } from '../../src/core/sanitizeSetting';
import { settingSchemas } from '../../src/core/settingSchemas';
import { isCounter } from '../../src/core/tokens/ignoreMalformedCounters';
import { anyValue } from './hostileValue';
import { diceFor } from './dice';
import { FuzzCases, type FuzzFigures } from './figures';

const properties = Object.entries(settingSchemas(packageJson));

/** Sanitizes values of every type for every setting: the result must be as package.json declares it. */
export async function fuzzSettings(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new FuzzCases('settings');
  for (let number = 0; number < count; number++) {
    const dice = diceFor(seed, number);
    const [name, declared] = properties[number % properties.length]!;
    const value = anyValue(dice);
    await cases.run(`${name}, case ${number} of seed ${seed}, ${typeof value}`, () => {
      const sanitized = sanitizeSetting(value, declared);
      check(sanitized, declared);
      if (isValid(value, declared)) assert.deepEqual(sanitized, value);
    });
  }
  return cases.figures;
}

function check(sanitized: unknown, declared: SettingSchema): void {
  const { type, items, enum: values, minimum = -Infinity, maximum = Infinity } = declared;
  if (type === 'array') {
    assert.ok(Array.isArray(sanitized));
    for (let index = 0; index < sanitized.length; index++) checkEntry(sanitized[index], items!.type);
    return;
  }
  assert.ok(isOf(type, sanitized), `a ${typeof sanitized} where a ${type} is declared`);
  if (values) assert.ok(values.includes(sanitized));
  if (typeof sanitized === 'number') assert.ok(sanitized >= minimum && sanitized <= maximum, 'it is out of bounds');
}

function checkEntry(entry: unknown, type: string): void {
  assert.ok(isOf(type, entry), `an entry is a ${typeof entry}`);
  if (type !== 'object' || hasGetter(entry as object) || !isCounter(entry as object)) return;
  const { model, limit } = entry as Record<string, unknown>;
  assert.ok(typeof model === 'string' && Number.isSafeInteger(limit) && (limit as number) >= 1);
}

function hasGetter(entry: object): boolean {
  return Object.values(Object.getOwnPropertyDescriptors(entry)).some(({ get }) => get !== undefined);
}

/** Whether a value has the declared type and is within its bounds, so that it must stay as it is. */
function isValid(
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
