export type { BlobRange, BlobStat, BlobStorage } from './contract.ts';
export { openStorage } from './open.ts';
export { type StorageDriver, storageVariables } from './variables.ts';
