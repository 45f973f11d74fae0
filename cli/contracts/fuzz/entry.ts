import type { Conformity } from './conformity.ts';
import type { Operation } from './document.ts';

/** An operation of a running service, and where it is asked for. */
export interface Entry {
  readonly service: string;
  readonly operation: Operation;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly conformity: Conformity;
}
