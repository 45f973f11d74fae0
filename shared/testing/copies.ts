import type { Database } from '../database/index.ts';
import { Copies } from '../references/index.ts';

/** Puts copies of other services' resources into a service's database, as if their owners had told of them. */
export async function putCopies(
  database: Database,
  targets: readonly string[],
  ids: readonly string[],
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const now = new Date().toISOString();
  const copies = targets.flatMap((target) =>
    ids.map((id) => {
      const data = { id, ...fields, version: 1, createdAt: now, updatedAt: now };
      return { target, id, version: 1, data };
    }),
  );
  await new Copies(database).store(copies);
}
