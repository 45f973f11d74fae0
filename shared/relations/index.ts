export type { RelatedEntities, RelatedEntity, Relation } from './contract.ts';
export { type Removal, removeRelated } from './remove.ts';
export { requireLive } from './require-live.ts';
