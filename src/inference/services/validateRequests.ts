import * as v from 'valibot';
import type { Inference } from '../../contracts/inference';
import { REQUESTS } from './requestSchemas';

/** Wraps `inference` so that each method rejects a request that its schema refuses, before anything is done with it. */
export function validateRequests(inference: Inference): Inference {
  const methods = Object.entries(inference).map(([name, method]) => {
    const call = method as (request: unknown, ...others: unknown[]) => Promise<unknown>;
    return [
      name,
      async (request: unknown, ...others: unknown[]) => {
        validateRequest(name as keyof Inference, request);
        return call(request, ...others);
      },
    ];
  });
  return Object.fromEntries(methods) as Inference;
}

/**
 * Throws an Error that says which field of `request` is wrong and what it may be. The message repeats no value:
 * requests hold the user's texts, and errors are logged.
 */
export function validateRequest(method: keyof Inference, request: unknown): void {
  const { issues } = v.safeParse(REQUESTS[method], request, { abortEarly: true });
  if (!issues) return;
  const [issue] = issues;
  const field = [method, v.getDotPath(issue)].filter(Boolean).join('.');
  throw new Error(
    `The models got an invalid request: ${field} must be ${issue.message}. Run “Left Context Models: Restart Models”, and ` +
      'report this if it happens again.',
  );
}
