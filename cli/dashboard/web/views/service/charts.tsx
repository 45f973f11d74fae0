import { useMemo } from 'preact/hooks';
import type { Point, Series } from '../../../api.ts';
import { Chart, type Line } from '../../parts/chart.tsx';
import { count, mb, ms, percent, rate } from '../../parts/format.ts';

type Drawn = readonly [name: keyof Point, label: string, colour: string];
interface Plan {
  readonly title: string;
  readonly format: (value: number | null | undefined) => string;
  readonly lines: readonly Drawn[];
  /** The first one is. */
  readonly filled?: boolean;
  readonly least?: number;
}

const whole = (value: number | null | undefined): string => (value == null ? '–' : `${Math.round(value)} %`);

const PLANS: readonly Plan[] = [
  {
    title: 'Requests',
    format: rate,
    filled: true,
    lines: [
      ['rate', 'all', 'accent'],
      ['errors', 'failed', 'bad'],
    ],
  },
  {
    title: 'Latency',
    format: ms,
    lines: [
      ['p50Ms', 'p50', 'good'],
      ['p95Ms', 'p95', 'accent'],
      ['p99Ms', 'p99', 'warn'],
    ],
  },
  {
    title: 'In flight',
    format: (value) => count(value == null ? value : Math.round(value)),
    lines: [['inFlight', 'requests', 'accent']],
    least: 5,
  },
  { title: 'Event loop delay', format: ms, lines: [['eventLoopMs', 'p99', 'accent']] },
  { title: 'Processor, of one core', format: whole, filled: true, lines: [['cpuPercent', 'used', 'accent']] },
  { title: 'Heap', format: mb, filled: true, lines: [['heapMb', 'used', 'accent']] },
  { title: 'Database connections', format: percent, lines: [['pool', 'of the pool', 'accent']] },
  { title: 'Events', format: rate, lines: [['events', 'published or handled', 'accent']] },
];

export function Charts({ series, minutes }: { series: Series; minutes: number }) {
  return (
    <section class="charts" aria-label="Over time">
      {PLANS.filter(({ lines }) => lines.some(([name]) => series.values[name].some((value) => value !== null))).map(
        (plan) => (
          <Planned key={plan.title} {...{ plan, series, minutes }} />
        ),
      )}
    </section>
  );
}

function Planned({ plan, series, minutes }: { plan: Plan; series: Series; minutes: number }) {
  const lines = useMemo(
    () =>
      plan.lines.map(
        ([name, label, colour], index): Line => ({
          label,
          colour,
          values: series.values[name],
          filled: plan.filled === true && index === 0,
        }),
      ),
    [plan, series],
  );
  return (
    <Chart title={plan.title} times={series.times} {...{ lines, minutes }} format={plan.format} least={plan.least} />
  );
}
