/** The parts of a setting's JSON schema in package.json that values are checked against. */
export interface SettingSchema {
  readonly type: string;
  readonly default: unknown;
  /** For arrays: the type of their entries. */
  readonly items?: { readonly type: string };
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Makes a value from settings.json fit its schema, because VS Code does not check it. A value of the wrong type becomes
 * the default, a number out of bounds the nearest bound, and array entries of the wrong type are dropped.
 */
export function sanitizeSetting(
  value: unknown,
  { type, default: defaultValue, items, enum: values, minimum, maximum }: SettingSchema,
): unknown {
  if (Array.isArray(defaultValue)) {
    return Array.isArray(value) ? value.filter((entry) => typeOf(entry) === items?.type) : defaultValue;
  }
  if (typeOf(value) !== typeOf(defaultValue) || Number.isNaN(value)) return defaultValue;
  if (values && !values.includes(value)) return defaultValue;
  if (typeof value !== 'number') return value;
  // JSON.parse reads numbers such as 1e999 as Infinity.
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  const bounded = Math.min(Math.max(value, minimum ?? MIN_SAFE_INTEGER), maximum ?? MAX_SAFE_INTEGER);
  return type === 'integer' ? Math.round(bounded) : bounded;
}

/** The JSON Schema type of a value, except that integers are `number`. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
