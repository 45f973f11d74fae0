import type { GatewaySettings } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';

/** Bytes of the largest body that is held to be changed or checked. */
export const MAX_HELD_BYTES = 1024 * 1024;

/** The same for requests of a route; less where only less is let in. */
export function mostHeldBytes({ rule }: RouteSpec, { limits }: GatewaySettings): number {
  return Math.min(MAX_HELD_BYTES, rule.bodyBytes ?? (limits.bodyBytes || MAX_HELD_BYTES));
}
