import { createHash } from 'node:crypto';

/** 2020-01-01T00:00:00Z: seeds sort before whatever people create. */
const SEED_TIME = 1_577_836_800_000;

/** The same UUIDv7 for the same name on every machine: a fixed time, and random bits from a hash of the name. */
export function seedId(service: string, entity: string, key: string): string {
  const bytes = createHash('sha256').update(`${service}/${entity}/${key}`).digest().subarray(0, 16);
  bytes.writeUIntBE(SEED_TIME, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
