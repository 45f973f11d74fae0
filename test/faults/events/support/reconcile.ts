/** An event that was committed: written in the ledger by the transaction that stored it in the outbox. */
export interface Entry {
  readonly id: string;
  readonly aggregate: string;
  readonly version: number;
}

/** What an event did, in the order in which that happened; written by the transaction of its inbox row. */
export interface Effect extends Entry {
  /** Version of the aggregate's copy after this effect. */
  readonly copy: number;
}

/** What is wrong, each as `<aggregate>/<version> <id>`. */
export interface Report {
  /** Committed, without effect, and not put aside either. */
  readonly lost: readonly string[];
  /** Took effect more than once. */
  readonly doubled: readonly string[];
  /** Took effect after a later version of its aggregate had. */
  readonly reordered: readonly string[];
  /** Took effect, or was acknowledged to its producer, without having been committed. */
  readonly invented: readonly string[];
  /** Effects after which a copy was older than before. */
  readonly setBack: readonly string[];
}

export const FAULTLESS: Report = { lost: [], doubled: [], reordered: [], invented: [], setBack: [] };

export interface Books {
  readonly ledger: readonly Entry[];
  readonly effects: readonly Effect[];
  /** Ids that producers were told are committed. */
  readonly acknowledged?: Iterable<string>;
  /** Ids that were given up on, and told of: not lost. */
  readonly aside?: ReadonlySet<string>;
  /** Ids that somebody handed over once more, behind what came after them: they may be late, but set no copy back. */
  readonly replayed?: ReadonlySet<string>;
}

/** Compares what was committed with what took effect. */
export function reconcile({ ledger, effects, acknowledged = [], aside, replayed }: Books): Report {
  const committed = new Set(ledger.map(({ id }) => id));
  const seen = new Set<string>();
  const latest = new Map<string, number>();
  const copies = new Map<string, number>();
  const report = { lost: [], doubled: [], reordered: [], invented: [], setBack: [] } as Record<keyof Report, string[]>;

  for (const effect of effects) {
    const { id, aggregate, version, copy } = effect;
    if (!committed.has(id)) report.invented.push(nameOf(effect));
    if (seen.has(id)) report.doubled.push(nameOf(effect));
    else if (version < (latest.get(aggregate) ?? 0) && !replayed?.has(id)) report.reordered.push(nameOf(effect));
    if (copy < Math.max(version, copies.get(aggregate) ?? 0)) report.setBack.push(nameOf(effect));
    seen.add(id);
    latest.set(aggregate, Math.max(version, latest.get(aggregate) ?? 0));
    copies.set(aggregate, copy);
  }
  for (const id of acknowledged) if (!committed.has(id)) report.invented.push(id);
  for (const entry of ledger) if (!seen.has(entry.id) && !aside?.has(entry.id)) report.lost.push(nameOf(entry));
  return report;
}

export function nameOf({ aggregate, version, id }: Entry): string {
  return `${aggregate}/${version} ${id}`;
}
