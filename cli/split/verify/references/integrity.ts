import type { ReferenceCheck } from '../contract.ts';
import { Tally } from '../found.ts';
import type { Shape } from '../target/shape.ts';
import { FIRST_ID, PAGE, type Store } from '../target/store.ts';
import type { Link } from './links.ts';

/** Looks up all that a field refers to in the database of its owner. */
export async function checkReference(link: Link, own: Store, owner: Store, target: Shape): Promise<ReferenceCheck> {
  const dangling = new Tally();
  let checked = 0;
  for await (const ids of referredTo(link, own)) {
    checked += ids.length;
    const there = await owner.existing(target, ids);
    const gone = ids.filter((id) => !there.has(id));
    if (gone.length === 0) continue;
    for (const { id, target: missing } of await referrers(link, own, gone)) {
      dangling.add({ id, detail: `${link.field.name} is ${missing}, which ${target.service} does not have` });
    }
  }
  return {
    service: link.service,
    entity: link.entity.name,
    field: link.field.name,
    target: link.target,
    checked,
    dangling: dangling.found,
    holds: dangling.count === 0,
  };
}

/** Each id once, in order: the column has an index. */
export async function* referredTo({ table, column }: Link, { client, spelling }: Store): AsyncGenerator<string[]> {
  const name = spelling.quote(column);
  const sql = `SELECT ${name} AS id FROM ${spelling.quote(table)} WHERE ${name} > $1
    GROUP BY ${name} ORDER BY ${name} LIMIT ${PAGE}`;
  for (let after = FIRST_ID; ; ) {
    const ids = (await client.query<{ id: string }>(sql, [after])).map(({ id }) => id);
    if (ids.length > 0) yield ids;
    if (ids.length < PAGE) return;
    after = ids.at(-1) as string;
  }
}

/** The rows that refer to what is gone. */
async function referrers(
  { table, id, column }: Link,
  { client, spelling: { quote, among } }: Store,
  gone: readonly string[],
): Promise<{ id: string; target: string }[]> {
  return client.query(
    `SELECT ${id} AS id, ${quote(column)} AS target FROM ${quote(table)} WHERE ${among(column, '$1', 'uuid')} ORDER BY 1`,
    [gone],
  );
}
