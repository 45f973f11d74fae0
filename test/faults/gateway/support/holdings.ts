/** What a process holds once garbage is gone. */
export interface Holdings {
  /** Objects that something still refers to. */
  readonly sockets: number;
  readonly requests: number;
  readonly answers: number;
  /** Open on either side. */
  readonly connections: number;
  readonly timers: number;
  /** Of `process`. */
  readonly listeners: number;
  /** Of more listeners on one emitter than anybody needs. */
  readonly warnings: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
}

/**
 * How much more of each there may be, however many requests lie between: kept connections to services, a poll that is under way,
 * a timer between two rounds. Memory grows in steps as code is optimised.
 */
const SLACK: Holdings = {
  // At rest there are 5 or 105 of them, however many came before; each kind of client that breaks off is one of at least 200.
  sockets: 150,
  requests: 20,
  answers: 20,
  connections: 20,
  timers: 20,
  listeners: 0,
  warnings: 0,
  heapMiB: 4,
  rssMiB: 48,
};

/** What there is more of than before, beyond slack: `sockets: 12 → 5012`. */
export function grown(before: Holdings, after: Holdings): string[] {
  return (Object.keys(SLACK) as (keyof Holdings)[])
    .filter((what) => after[what] - before[what] > SLACK[what])
    .map((what) => `${what}: ${shown(before[what])} → ${shown(after[what])}`);
}

export function describe(label: string, holdings: Holdings): string {
  const all = Object.entries(holdings).map(([what, amount]) => `${what} ${shown(amount)}`);
  return `${label}: ${all.join(', ')}`;
}

function shown(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(1);
}
