/** Whether an entry of leftContext.budget.counters is well formed: it names a model and a limit in tokens. */
export function isCounter(entry: object): entry is { readonly model: string; readonly limit: number } {
  const { model, limit } = entry as { readonly model?: unknown; readonly limit?: unknown };
  return typeof model === 'string' && Number.isSafeInteger(limit) && (limit as number) >= 1;
}
