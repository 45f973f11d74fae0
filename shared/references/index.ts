export type { Join, Reference, ReferencedOwner, Referrer, ServiceBase, Told } from './contract.ts';
export { Copies, type Copy } from './copies.ts';
export { showDangling } from './dangling.ts';
export type { Enriched } from './enrich.ts';
export { References } from './references.ts';
export { requireReleased } from './referrers.ts';
export type { ReferringEntity } from './referring.ts';
export { schemaOfEmbedded, schemaOfJoined, schemaOfJoinedList, UNRESOLVED_SCHEMA } from './schema.ts';
export { referenceSubscription } from './subscription.ts';
