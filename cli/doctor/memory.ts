import { judge, megabyte } from './amount.ts';
import type { Check } from './check.ts';

/** A fleet of five is idle in about 400 MB, PostgreSQL included. */
const bounds = { enough: 1024 * megabyte, least: 256 * megabyte };

/** A container's limit counts, not only the machine's memory. */
export const memory: Check = {
  name: 'memory',
  look: async () => judge(process.availableMemory(), bounds, 'end other programs, or raise the limit'),
};
