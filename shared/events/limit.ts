import type { PublishResult } from './contract.ts';

/** An event tells that something happened; what weighs more belongs where the event can point to. */
const MAX_EVENT_BYTES = 1024 * 1024;

/** The answer to an event that no adapter takes, before a broker closes the connection over it. */
export function tooLarge(bytes: number): PublishResult | undefined {
  if (bytes <= MAX_EVENT_BYTES) return undefined;
  return { outcome: 'refused', reason: `${bytes} bytes are more than the ${MAX_EVENT_BYTES} that an event may have` };
}
