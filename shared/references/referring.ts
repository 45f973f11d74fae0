import type { Command } from '../cqrs/index.ts';
import type { Page } from '../repository/index.ts';
import type { Reference } from './contract.ts';

/** One entity that refers to others, and how it changes when they are gone. */
export interface ReferringEntity {
  readonly table: string;
  /** camelCase plural, e.g. `orders`. */
  readonly name: string;
  readonly references: readonly Reference[];
  list(parameters: Record<string, unknown>): Promise<Page<{ readonly id: string }>>;
  readonly commands: {
    readonly update: Command<{ id: string; change: Record<string, null>; ifMatch: undefined }, unknown>;
    readonly delete: Command<{ id: string; ifMatch: undefined }, unknown>;
  };
}
