import type { Fleet } from '../config/model.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import type { ServiceLoad } from './result/report.ts';

/** Measuring usage takes the runtime a second; this is the pause between two looks. */
const PAUSE_MS = 1000;

/** Looks at what the services take while they are under load, until told to stop. */
export function lookBeside(fleet: Fleet, runtime: Runtime): () => Promise<ServiceLoad[]> {
  const over = new AbortController();
  const looks = new Map<string, { cpu: number; memory: number }[]>();
  const look = async () => {
    while (!over.signal.aborted) {
      const status = await runtime.observe(fleet, { usage: true });
      for (const { name, instances } of over.signal.aborted ? [] : (status?.services ?? [])) {
        const usages = instances.flatMap(({ usage }) => usage ?? []);
        if (usages.length === 0) continue;
        const sum = (of: 'cpuPercent' | 'memoryMb') => usages.reduce((total, usage) => total + usage[of], 0);
        const known = looks.get(name) ?? [];
        looks.set(name, [...known, { cpu: sum('cpuPercent'), memory: sum('memoryMb') }]);
      }
      await pause(PAUSE_MS, over.signal);
    }
  };
  const looking = look();
  // Awaited below; until then nobody hears it.
  looking.catch(() => undefined);
  return async () => {
    over.abort();
    await looking;
    const status = await runtime.observe(fleet);
    return Promise.all((status?.services ?? []).map((service) => told(service, looks.get(service.name) ?? [])));
  };
}

async function told(
  { name, url, status }: FleetStatus['services'][number],
  looks: readonly { cpu: number; memory: number }[],
): Promise<ServiceLoad> {
  const cpus = looks.map(({ cpu }) => cpu);
  const round = Math.round;
  const mean = cpus.reduce((sum, cpu) => sum + cpu, 0) / cpus.length;
  return {
    service: name,
    cpuPercent: cpus.length > 0 ? { mean: round(mean), max: round(Math.max(...cpus)) } : null,
    memoryMb: looks.length > 0 ? { max: round(Math.max(...looks.map(({ memory }) => memory))) } : null,
    hints: [...(status === 'ready' ? [] : [`it is ${status}`]), ...hintsIn(await metricsOf(url))],
  };
}

/** A delay of the loop that users feel. */
const SLOW_LOOP_SECONDS = 0.05;

/** What its metrics tell of an end that is near. */
export function hintsIn(metrics: string): string[] {
  const most = (series: RegExp) =>
    Math.max(0, ...[...metrics.matchAll(series)].map(([, value]) => Number(value)).filter(Number.isFinite));
  const lag = most(/^nodejs_eventloop_lag_p99_seconds(?:\{.*\})? (\S+)/gm);
  const waiting = most(/^database_connections\{.*state="waiting".*\} (\S+)/gm);
  return [
    ...(lag > SLOW_LOOP_SECONDS ? [`event loop p99 ${Math.round(lag * 1000)} ms late`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for a connection to the database`] : []),
  ];
}

/** A service that does not tell its metrics gives no hints. */
async function metricsOf(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(3000) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
