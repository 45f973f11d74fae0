import type { Fleet } from '../config/model.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import type { ServiceLoad } from './result/report.ts';

/** Measuring usage takes the runtime a second; this is the pause between two looks. */
const PAUSE_MS = 1000;

/** Looks at what the services take while they are under load, until told to stop. */
export function lookBeside(fleet: Fleet, runtime: Runtime): () => Promise<ServiceLoad[]> {
  const over = new AbortController();
  const looks = new Map<string, { cpu: number; memory: number }[]>();
  const cpuBefore = new Map<string, { seconds: number; atMs: number }>();
  const keep = (name: string, cpu: number, memory: number) =>
    looks.set(name, [...(looks.get(name) ?? []), { cpu, memory }]);
  const look = async () => {
    while (!over.signal.aborted) {
      const status = await runtime.observe(fleet, { usage: true });
      for (const { name, url, instances } of status?.services ?? []) {
        const usages = instances.flatMap(({ usage }) => usage ?? []);
        const sum = (of: 'cpuPercent' | 'memoryMb') => usages.reduce((total, usage) => total + usage[of], 0);
        if (usages.length > 0) {
          keep(name, sum('cpuPercent'), sum('memoryMb'));
          continue;
        }
        // Not every runtime measures; then the service says it itself.
        const own = processIn(await metricsOf(url));
        if (!own) continue;
        const [before, atMs] = [cpuBefore.get(name), performance.now()];
        cpuBefore.set(name, { seconds: own.cpuSeconds, atMs });
        if (before) keep(name, ((own.cpuSeconds - before.seconds) * 1e5) / (atMs - before.atMs), own.memoryMb);
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

/** What a service has taken so far, as its own metrics tell. */
export function processIn(metrics: string): { readonly cpuSeconds: number; readonly memoryMb: number } | undefined {
  const value = (name: string) => Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'm').exec(metrics)?.[1]);
  const [cpuSeconds, bytes] = [value('process_cpu_seconds_total'), value('process_resident_memory_bytes')];
  return Number.isFinite(cpuSeconds + bytes) ? { cpuSeconds, memoryMb: bytes / 1e6 } : undefined;
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
