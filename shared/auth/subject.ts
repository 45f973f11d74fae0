/** UTF-16 units: what the services keep of whoever changed something, or sent an Idempotency-Key. */
export const MAX_SUBJECT_LENGTH = 255;

/** Whether a token may speak for it: a text that every database keeps as it is. */
export function isSubject(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_SUBJECT_LENGTH) return false;
  return value.isWellFormed() && !value.includes('\0');
}

/** Who a service is when it calls another. */
export function serviceSubject(service: string): string {
  return `service:${service}`;
}
