import { table } from '../../table.ts';
import type { Part } from './contract.ts';
import type { Report } from './report.ts';

const ms = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
const share = (value: number): string => `${(value * 100).toFixed(2)} %`;

/** What a run has found, for people. */
export function linesOf(report: Report): string[] {
  const { total, steps, phases, actions, generator, errors, services, thresholds, comparison, data } = report;
  const several = phases.length > 1 ? phases : [];
  const rows = [...actions, ...steps, ...several, total].map(rowOf);
  return [
    `${report.scenario}: ${total.count} arrivals in ${report.seconds.toFixed(0)} s, ${total.rate.toFixed(1)} a second done of ${total.asked.toFixed(1)} asked${report.stopped ? `, stopped (${report.stopped})` : ''}`,
    '',
    ...table(['latency in ms', 'count', 'errors', 'p50', 'p90', 'p99', 'p99.9', 'max', 'service p99'], rows),
    '',
    ...histogramOf(total),
    ...(errors.length > 0 ? ['', 'errors'] : []),
    ...errors.map(
      ({ action, kind, count, correlationId, request }) =>
        `  ${count} × ${action}: ${kind}, as ${request}${correlationId ? ` (aurora trace ${correlationId})` : ''}`,
    ),
    '',
    ...table(
      ['service', 'CPU mean', 'CPU most', 'memory', 'near its end'],
      services.map(({ service, cpuPercent, memoryMb, hints }) => [
        service,
        cpuPercent ? `${cpuPercent.mean} %` : '–',
        cpuPercent ? `${cpuPercent.max} %` : '–',
        memoryMb ? `${memoryMb.max} MB` : '–',
        hints.join(', ') || '–',
      ]),
    ),
    '',
    `generator: sent ${ms(generator.lateness.p50)} ms late (p99 ${ms(generator.lateness.p99)}, most ${ms(generator.lateness.max)}), event loop p99 ${ms(generator.eventLoopLag.p99)} ms, CPU ${generator.cpuPercent} % of a core, ${generator.dropped} dropped`,
    ...(generator.failed ? [`FAILED  ${generator.failed}`] : []),
    ...thresholds.map(
      ({ text, action, held, found }) =>
        `${held ? 'held  ' : 'FAILED'}  ${action ? `${action}: ` : ''}${text}  (${found === null ? 'nothing measured' : found.toPrecision(4)})`,
    ),
    ...(comparison
      ? comparison.differences.map(({ figure, before, now, interval, verdict }) => {
          const range = interval ? `, × ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}` : '';
          const [old, fresh] =
            figure === 'error_rate' ? [share(before), share(now)] : [`${ms(before)} ms`, `${ms(now)} ms`];
          return `${verdict === 'worse' ? 'FAILED' : verdict.padEnd(6)}  ${figure} of the median second: ${old} then, ${fresh} now${range}`;
        })
      : []),
    `${data.removed} of ${data.made} things made are removed${data.left.length > 0 ? `; left, for the next run to remove: ${data.left.slice(0, 5).join(', ')}${data.left.length > 5 ? ', …' : ''}` : ''}`,
  ];
}

function rowOf({ name, count, errors, latency, service }: Part): (string | number)[] {
  const figures = [latency.p50, latency.p90, latency.p99, latency['p99.9'], latency.max, service.p99];
  return [name, count, errors, ...figures.map((value) => (count === 0 ? '–' : ms(value)))];
}

const BAR = 40;

/** Bars of how many took how long. */
export function histogramOf({ buckets, count }: Pick<Part, 'buckets' | 'count'>): string[] {
  if (count === 0) return ['nothing was measured'];
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  return buckets.map(({ upToMs, count: each }) => {
    const label = upToMs < 1000 ? `${upToMs} ms` : `${upToMs / 1000} s`;
    const bar = each === 0 ? '' : '█'.repeat(Math.max(1, Math.round((each / most) * BAR)));
    return `≤ ${label.padStart(7)}  ${bar.padEnd(BAR)}  ${each}`;
  });
}
