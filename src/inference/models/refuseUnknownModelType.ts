/** The error for a model that transformers.js cannot load by its configuration. */
export function unknownModelType(label: string, path: string, cause: unknown): Error {
  return new Error(
    `${label} cannot be loaded from ${path}: its config.json or generation_config.json is damaged, or names a ` +
      'model_type that is not known. Get both again, or choose another model.',
    { cause },
  );
}
