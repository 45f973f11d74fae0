export { defineGateway, type GatewayDefinition } from './definition.ts';
export type { Answer, GatewayHooks } from './hooks.ts';
export type { Route } from './table/route.ts';
