import { Tally } from '../found.ts';
import type { FittingRow, OldRow, Quarantine } from '../old/contract.ts';
import type { Shape } from '../target/shape.ts';
import type { Store } from '../target/store.ts';

/** A field that refers to a row which may not have been migrated. */
export interface Leading {
  /** Where the id stands among the values. */
  readonly at: number;
  /** The reference becomes null then; otherwise its row is kept aside. */
  readonly nullify: boolean;
  readonly store: Store;
  readonly shape: Shape;
}

/** What only other rows can tell of a row. */
export interface Judged {
  readonly quarantine: Quarantine;
  readonly shape: Shape;
  readonly store: Store;
  /** Of the rows of a mapping. */
  referencesOf(mapping: string): readonly Leading[];
  /** Versions that later runs of the split gave to rows. */
  written(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Where the values stand that no two rows may share. */
  readonly uniques: readonly (readonly number[])[];
}

/** Decides by the other rows which ones are to be in the service's database. */
export class Judge {
  readonly #by: Judged;

  constructor(by: Judged) {
    this.#by = by;
  }

  /** The rows that should be there, as they should be. What is kept aside must have something wrong, and the other way round. */
  async expected(rows: readonly OldRow[], misjudged = new Tally()): Promise<FittingRow[]> {
    const aside = await this.#aside(rows);
    const fitting: FittingRow[] = [];
    const suspects: FittingRow[] = [];
    for (const row of rows) {
      const reason = aside.get(row);
      if (!row.fits) {
        const field = row.field === undefined ? '' : ` (${row.field})`;
        const detail = `does not fit: ${row.reason}${field}, and is not kept aside`;
        if (reason === undefined) misjudged.add({ key: row.key, detail });
      } else if (reason === undefined) fitting.push(row);
      else suspects.push(row);
    }
    for (const row of await this.#withoutReason(suspects)) {
      misjudged.add({
        key: row.key,
        id: row.id,
        detail: `is kept aside as ${aside.get(row)}, and nothing is wrong with it`,
      });
    }
    return this.#detached(fitting);
  }

  /** Versions that later runs of the split gave to rows; higher ones are the service's own. */
  written(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#by.written(ids);
  }

  async #aside(rows: readonly OldRow[]): Promise<ReadonlyMap<OldRow, string>> {
    const found = new Map<OldRow, string>();
    for (const [mapping, group] of Map.groupBy(rows, ({ mapping }) => mapping)) {
      const reasons = await this.#by.quarantine.among(
        mapping,
        group.map(({ key }) => key),
      );
      for (const row of group) {
        const reason = reasons.get(row.key);
        if (reason !== undefined) found.set(row, reason);
      }
    }
    return found;
  }

  /** Optional references that lead nowhere are empty. */
  async #detached(rows: readonly FittingRow[]): Promise<FittingRow[]> {
    const gone = await this.#gone(rows, true);
    return rows.map((row) => {
      const places = gone.get(row);
      return places ? { ...row, values: row.values.map((value, at) => (places.has(at) ? null : value)) } : row;
    });
  }

  async #withoutReason(rows: readonly FittingRow[]): Promise<FittingRow[]> {
    if (rows.length === 0) return [];
    const gone = await this.#gone(rows, false);
    const twice = await this.#twice(rows.filter((row) => !gone.has(row)));
    return rows.filter((row) => !gone.has(row) && !twice.has(row));
  }

  /** Which of the references of which rows lead nowhere. */
  async #gone(rows: readonly FittingRow[], nullify: boolean): Promise<ReadonlyMap<FittingRow, ReadonlySet<number>>> {
    const gone = new Map<FittingRow, Set<number>>();
    for (const [mapping, group] of Map.groupBy(rows, (row) => row.mapping)) {
      for (const { at, store, shape } of this.#by.referencesOf(mapping).filter((each) => each.nullify === nullify)) {
        const ids = [...new Set(group.flatMap(({ values }) => values[at] ?? []))];
        const there = await store.existing(shape, ids);
        for (const row of group) {
          const id = row.values[at];
          if (typeof id !== 'string' || there.has(id)) continue;
          gone.set(row, (gone.get(row) ?? new Set()).add(at));
        }
      }
    }
    return gone;
  }

  /** Rows whose unique values another row has. */
  async #twice(rows: readonly FittingRow[]): Promise<ReadonlySet<FittingRow>> {
    const { shape, store, uniques } = this.#by;
    const { quote } = store.spelling;
    const twice = new Set<FittingRow>();
    for (const places of uniques) {
      const columns = places.map((at) => quote(shape.columns[at]?.column as string));
      const condition = columns.map((column, at) => `${column} = $${at + 1}`).join(' AND ');
      for (const row of rows) {
        const values = places.map((at) => row.values[at] ?? null);
        if (values.includes(null)) continue;
        const sql = `SELECT 1 AS one FROM ${quote(shape.table)} WHERE ${condition} LIMIT 1`;
        if ((await store.client.query(sql, values)).length > 0) twice.add(row);
      }
    }
    return twice;
  }
}
