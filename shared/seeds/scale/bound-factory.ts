import type { Reference } from '../../references/index.ts';
import type { Factory } from './contract.ts';

/** A factory of a service that runs. */
export interface BoundFactory extends Factory {
  readonly table: string;
  /** JSON Schema of what a client may send to create one. */
  readonly schema: object;
  /** What it refers to in other services. */
  readonly references: readonly Reference[];
}
