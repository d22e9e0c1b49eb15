/** What package.json says of a setting. */
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
 * A setting's value as it may be used. VS Code hands on whatever stands in settings.json: a value of the wrong type gives
 * way to the default, a number out of bounds to the nearest bound.
 */
export function sanitizeSetting(
  value: unknown,
  { type, default: standard, items, enum: values, minimum, maximum }: SettingSchema,
): unknown {
  if (Array.isArray(standard)) {
    return Array.isArray(value) ? value.filter((entry) => typeOf(entry) === items?.type) : standard;
  }
  if (typeOf(value) !== typeOf(standard) || Number.isNaN(value)) return standard;
  if (values && !values.includes(value)) return standard;
  if (typeof value !== 'number') return value;
  // JSON has numbers that are read as infinite, such as 1e999.
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  const bounded = Math.min(Math.max(value, minimum ?? MIN_SAFE_INTEGER), maximum ?? MAX_SAFE_INTEGER);
  return type === 'integer' ? Math.round(bounded) : bounded;
}

/** As JSON Schema names types, but for integers. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
