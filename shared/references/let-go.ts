import type { Database } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import type { Reference } from './contract.ts';
import type { ReferringEntity } from './referring.ts';

/** Resources changed in one transaction. */
const BATCH = 100;

/**
 * Does what `onDelete` asks for with all that refers to a resource which is gone, through the service's own commands,
 * so that their events follow. One batch after the other, each in a transaction of its own: cut off in between, the
 * next run finds what is left.
 */
export async function letGo(
  database: Database,
  entity: ReferringEntity,
  { field, onDelete }: Reference,
  id: string,
): Promise<void> {
  if (onDelete === 'restrict') return;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const filter = { [`filter[${field}]`]: id, limit: String(BATCH), ...(cursor !== undefined && { cursor }) };
    const { items, nextCursor } = await entity.repository.list(filter);
    if (items.length > 0) {
      await database.transaction(async (transaction) => {
        for (const { id } of items) {
          await unlessGone(() =>
            onDelete === 'cascade'
              ? entity.commands.delete({ id, ifMatch: undefined } as never, transaction)
              : entity.commands.update({ id, change: { [field]: null }, ifMatch: undefined } as never, transaction),
          );
        }
      });
    }
    cursor = nextCursor;
  }
}

/** Somebody else may have deleted it since it was listed. */
async function unlessGone(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
  }
}
