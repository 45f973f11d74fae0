export { type Applied, applySeeds } from './apply.ts';
export type { ConfiguredSeeds, Seed, SeedPlan, SeedRows } from './contract.ts';
export { runSeeds } from './run.ts';
export type { BoundFactory } from './scale/bound-factory.ts';
export { seedId } from './seed-id.ts';
