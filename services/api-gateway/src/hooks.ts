import type { GatewayHooks } from './generated/hooks.ts';

/** What this gateway does beyond forwarding, e.g. refuse a request or change a header of an answer. */
export const hooks: GatewayHooks = {};
