import type { Command } from '../cqrs/index.ts';
import type { Page } from '../repository/index.ts';
import type { Reference } from './contract.ts';

/** One entity that refers to others, and how it changes when they are gone. */
export interface ReferringEntity {
  /** camelCase plural, e.g. `orders`. */
  readonly name: string;
  readonly table: string;
  /** Its deleted rows stay, with a `deleted_at`. */
  readonly softDelete?: true;
  readonly references: readonly Reference[];
  readonly repository: { list(parameters: Record<string, unknown>): Promise<Page<{ readonly id: string }>> };
  /** `never`: of whatever entity; which of its fields are changed is known here only while it runs. */
  readonly commands: { readonly update: Command<never, unknown>; readonly delete: Command<never, unknown> };
}
