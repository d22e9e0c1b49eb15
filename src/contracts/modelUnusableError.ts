/** A model cannot be loaded: it is gone, damaged, or not of a kind that can be run. The message says why, and what to do. */
export class ModelUnusableError extends Error {
  /** Travels between processes with the message. */
  readonly data: { readonly unusableModel: string };

  /** @param model its id */
  constructor(model: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.data = { unusableModel: model };
  }
}

/** Id of the model that an error says cannot be loaded, in this process or another; undefined for other errors. */
export function unusableModelOf(error: unknown): string | undefined {
  const { data } = error as { readonly data?: Partial<ModelUnusableError['data']> };
  return typeof data?.unusableModel === 'string' ? data.unusableModel : undefined;
}
