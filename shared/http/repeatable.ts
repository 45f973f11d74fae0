import type { HttpRequest } from './contract.ts';

const REPEATABLE = new Set(['GET', 'PUT', 'DELETE']);

/** Whether a request may be sent again when no answer came. */
export function isRepeatable({ method, idempotent, wait }: HttpRequest): boolean {
  return wait === undefined && (idempotent ?? REPEATABLE.has(method));
}
