import type { State } from './consumer.ts';

/** A resource as its provider's tests make it. */
export interface Made {
  readonly id: string;
  /** Where such resources are listed, e.g. `/api/v1/orders`. */
  readonly path: string;
  /** What the provider is brought to, so that it is there. */
  readonly states: readonly State[];
  /** The state in which there is none. */
  readonly absence: string;
  /** Nothing of it can be changed: it is never told that it was. */
  readonly isFixed?: boolean;
  /** Its fields and what every resource has, each with its value; without those that may be anything. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The id of what nobody has. */
export const NOBODY = '00000000-0000-4000-8000-00000000dead';
