import type { CopyCheck, Difference } from '../contract.ts';
import { Tally } from '../found.ts';
import type { Shape } from '../target/shape.ts';
import { FIRST_ID, PAGE, type Store, type Stored } from '../target/store.ts';
import { canonicalJson } from '../target/value.ts';
import { referredTo } from './integrity.ts';
import type { Link } from './links.ts';

interface Copy {
  readonly id: string;
  readonly version: number;
  /** Null: it has been deleted. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** Compares what a service keeps of a kind of resource with the rows of its owner. */
export async function checkCopies(links: readonly Link[], own: Store, owner: Store, target: Shape): Promise<CopyCheck> {
  const different = new Tally();
  let [checked, behind, absent] = [0, 0, 0];
  for await (const copies of copiesOf(target.entity, own)) {
    checked += copies.length;
    const rows = await owner.withIds(
      target,
      copies.map(({ id }) => id),
    );
    for (const copy of copies) {
      const row = rows.get(copy.id);
      const order = compareVersions(copy, row);
      if (order === 'behind') behind += 1;
      if (order === 'ahead')
        different.add({ id: copy.id, detail: `${target.service} has no version ${copy.version} of it` });
      const fields = order === 'same' && row ? differences(copy, row, target) : [];
      if (fields.length > 0) different.add({ id: copy.id, fields });
    }
  }
  for (const link of links) {
    for await (const ids of referredTo(link, own)) absent += ids.length - (await countCopies(target.entity, ids, own));
  }
  const { service } = links[0] as Link;
  return {
    service,
    target: target.entity,
    checked,
    behind,
    different: different.found,
    absent,
    holds: different.count === 0,
  };
}

/** A deletion counts as a version, and its row is gone. */
function compareVersions({ version, data }: Copy, row: Stored | undefined): 'behind' | 'same' | 'ahead' {
  if (row === undefined) return data === null ? 'same' : 'ahead';
  const current = row.version;
  if (version < current) return 'behind';
  return version > current || data === null ? 'ahead' : 'same';
}

/** Only what the copy has: an older one may know fewer fields. */
function differences({ data }: Copy, { values }: Stored, { columns }: Shape): Difference[] {
  return columns.flatMap(({ field, kind }, at) => {
    if (data === null || !(field in data)) return [];
    const [source, target] = [values[at] ?? null, canonicalJson(kind, data[field])];
    return source === target ? [] : [{ field, source, target }];
  });
}

async function* copiesOf(target: string, { client }: Store): AsyncGenerator<Copy[]> {
  const sql = `SELECT id, version, data FROM reference_copies WHERE target = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`;
  for (let after = FIRST_ID; ; ) {
    const rows = await client.query<Omit<Copy, 'data'> & { data: unknown }>(sql, [target, after]);
    // MariaDB's JSON is a text.
    const copies = rows.map((row) => ({
      ...row,
      data: (typeof row.data === 'string' ? JSON.parse(row.data) : row.data) as Copy['data'],
    }));
    if (copies.length > 0) yield copies;
    if (copies.length < PAGE) return;
    after = (copies.at(-1) as Copy).id;
  }
}

async function countCopies(target: string, ids: readonly string[], { client, spelling }: Store): Promise<number> {
  const sql = `SELECT count(*) AS count FROM reference_copies WHERE target = $1 AND ${spelling.among('id', '$2', 'uuid')}`;
  return Number((await client.query<{ count: string | number }>(sql, [target, ids]))[0]?.count);
}
