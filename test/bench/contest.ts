/** One of those measured beside each other. */
export interface Contender {
  readonly name: string;
  /** One sample, in the unit of the row. */
  measure(): Promise<number>;
}

/** A line of the numbers that Aurora is judged by. */
export interface Row {
  readonly name: string;
  /** What is measured over what. */
  readonly measured: string;
  readonly unit: 'ms' | 'µs' | 'req/s' | 'events/s' | 'MB' | 'MB/s' | 'packages' | 'rows/s' | '% of a core' | 'failed';
  /** The ratio of ours to the peer that is wanted: at least where more is better, else at most. */
  readonly goal: number;
  /** Connections, bodies, versions: what one must know to measure it again. */
  readonly settings: string;
  /** What a profile showed where the goal is missed. */
  readonly finding?: string;
  /** Interleaved rounds. */
  readonly rounds: number;
  /** Sets the contenders up; the first is ours, the second the peer that the goal speaks of, others are for the picture. */
  open(): Promise<Contest>;
}

export interface Contest extends AsyncDisposable {
  readonly contenders: readonly [Contender, Contender, ...Contender[]];
}

export interface Standing {
  readonly name: string;
  readonly samples: readonly number[];
  readonly median: number;
}

export interface Outcome {
  readonly row: string;
  readonly standings: readonly Standing[];
  /** Median over the rounds of ours ÷ peer within the round, so that a busy moment hits both. */
  readonly ratio: number;
  /** Lowest and highest ratio of a round. */
  readonly spread: readonly [number, number];
  readonly met: boolean;
}

/** Measures the contenders in turns, after a warm-up round that does not count. */
export async function hold(row: Row, onSample: (name: string, value: number) => void): Promise<Outcome> {
  await using contest = await row.open();
  const samples = contest.contenders.map(() => [] as number[]);
  for (let round = -1; round < row.rounds; round++) {
    for (const [index, contender] of contest.contenders.entries()) {
      const value = await contender.measure();
      if (round < 0) continue;
      samples[index]?.push(value);
      onSample(contender.name, value);
    }
  }
  const [ours = [], peer = []] = samples;
  const ratios = ours.map((value, round) => value / (peer[round] as number));
  const ratio = median(ratios);
  return {
    row: row.name,
    standings: contest.contenders.map(({ name }, index) => {
      const own = samples[index] ?? [];
      return { name, samples: own, median: median(own) };
    }),
    ratio,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    met: row.unit.endsWith('/s') ? ratio >= row.goal : ratio <= row.goal,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
