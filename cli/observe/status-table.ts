import type { FleetStatus, Usage } from '../runtimes/contract.ts';
import { table } from '../table.ts';

/** A fleet as people read it; what its runtime does not measure has no column. */
export function statusTable({ services, infrastructure }: FleetStatus): readonly string[] {
  const parts = [...services.flatMap(({ instances }) => instances), ...infrastructure];
  const measured = parts.some(({ usage }) => usage);
  const idOf = parts.some(({ container }) => container) ? 'CONTAINER' : 'PID';
  const columns = (usages: readonly (Usage | undefined)[]) => (measured ? usageColumns(usages) : []);
  return table(
    ['NAME', 'STATUS', 'URL', idOf, 'RESTARTS', ...(measured ? ['MEMORY', 'CPU'] : []), ''],
    [
      ...services.map(({ name, status, url, instances, reason = '' }) => [
        name,
        status,
        url,
        instances.map(({ pid, container }) => pid ?? container).join(' '),
        instances.reduce((sum, { restarts }) => sum + restarts, 0),
        ...columns(instances.map(({ usage }) => usage)),
        reason,
      ]),
      ...infrastructure.map(({ name, status, port, pid, container, usage, detail = '' }) => [
        name,
        status,
        port ? `127.0.0.1:${port}` : '',
        pid ?? container ?? '',
        '',
        ...columns([usage]),
        detail,
      ]),
    ],
  );
}

function usageColumns(usages: readonly (Usage | undefined)[]): readonly string[] {
  const known = usages.filter((usage) => usage !== undefined);
  if (known.length === 0) return ['', ''];
  const sum = (of: (usage: Usage) => number) => known.reduce((total, usage) => total + of(usage), 0);
  return [`${sum(({ memoryMb }) => memoryMb)} MB`, `${sum(({ cpuPercent }) => cpuPercent).toFixed(1)} %`];
}
