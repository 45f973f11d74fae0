/** Of every outbox. Rows remember theirs: changing the number means draining all outboxes first. */
export const PARTITIONS = 16;

/** All events of one aggregate go through one partition, and so through one relay at a time. FNV-1a, 32 bits. */
export function partitionOf(aggregateId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < aggregateId.length; i++) hash = Math.imul(hash ^ aggregateId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}
