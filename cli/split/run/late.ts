import type { KeySet } from '../keys/key-set.ts';
import { type Mapping, serviceOf } from '../mapping/contract.ts';
import type { LateChange } from '../target/contract.ts';
import { stepsOf } from '../transform/steps-of.ts';
import { type Compiled, lateOf } from './compiled.ts';
import { type Context, targetOf } from './context.ts';
import type { Counts } from './counts.ts';
import { leadsTo, makerOf } from './order.ts';
import { compileKey, compileReference } from './reference.ts';
import { keyOf, Selection } from './selection.ts';
import { isOfData } from './write.ts';

/** Sets references that could not be set before all rows were there: within an entity, and in circles of several. */
export async function setLateReferences(context: Context, mapping: Mapping, { table }: Compiled): Promise<void> {
  const { source, dry, keys, split } = context;
  const own = keys.get(mapping.name) as KeySet;
  const counts = context.counts.get(mapping.name) as Counts;
  const { target, again, empty } = targetOf(context, serviceOf(mapping));
  const catalog = source.catalog.tables.find(({ name }) => 'table' in mapping.from && name === mapping.from.table);
  const selection = new Selection(source, catalog);
  const key = keyOf(mapping, catalog);
  const readKey = compileKey({ columns: key }, selection, [], own);
  const values = lateOf(mapping).map((field) => {
    const given = mapping.fields[field.name] ?? {};
    const found = keys.get(makerOf(field.name, leadsTo(field), mapping, split.mappings).name) as KeySet;
    const old = compileKey(given, selection, stepsOf(given, { type: 'uuid' }), found);
    const onNull = () => {
      counts.nullified += 1;
    };
    return compileReference(old, { keys: found, nullify: true, onKey: () => undefined, onNull });
  });

  for await (const batch of source.rows(selection.sql(mapping, key))) {
    const changes: LateChange[] = [];
    for (const cells of batch) {
      const old = readKey(cells);
      if (typeof old !== 'string' || !own.has(old)) continue;
      const ids = values.map((value) => value(cells)).map((id) => (typeof id === 'string' ? id : null));
      // In a table that was empty they are null already.
      if (!empty.has(table.name) || ids.some((id) => id !== null)) changes.push({ id: own.idOf(old), values: ids });
    }
    if (dry || changes.length === 0) continue;
    // A row of this very run gets no second version for it.
    const isNew = ({ id }: LateChange) => context.inserted.has(id);
    await set(changes.filter(isNew), false);
    await set(
      changes.filter((change) => !isNew(change)),
      again,
    );
  }

  /** One that is unique and another's is left as it was: found by halving. */
  async function set(changes: readonly LateChange[], asVersions: boolean): Promise<void> {
    if (changes.length === 0) return;
    try {
      const { changed, conflicts } = await target.setLate(table, changes, asVersions);
      if (asVersions) counts.updated += changed;
      counts.conflicts += conflicts.length;
    } catch (error) {
      if (!isOfData(error)) throw error;
      if (changes.length === 1) {
        counts.conflicts += 1;
        return;
      }
      const middle = Math.ceil(changes.length / 2);
      await set(changes.slice(0, middle), asVersions);
      await set(changes.slice(middle), asVersions);
    }
  }
}
