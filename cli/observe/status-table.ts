import type { FleetStatus, InstanceStatus, ServiceStatus, Usage } from '../runtimes/contract.ts';
import { table } from '../table.ts';

/** A fleet as people read it; what its runtime does not measure has no column. */
export function statusTable({ services, infrastructure }: FleetStatus): readonly string[] {
  const parts = [...services.flatMap(({ instances }) => instances), ...infrastructure];
  const measured = parts.some(({ usage }) => usage);
  const nodesOf = (instances: readonly InstanceStatus[]) =>
    [...new Set(instances.flatMap(({ node }) => node ?? []))].toSorted().join(' ');
  const onNodes = services.some(({ instances }) => nodesOf(instances) !== '');
  const idOf = parts.some(({ container }) => container) ? 'CONTAINER' : 'PID';
  const columns = (usages: readonly (Usage | undefined)[]) => (measured ? usageColumns(usages) : []);
  return table(
    [
      'NAME',
      'STATUS',
      'VERSION',
      'URL',
      ...(onNodes ? ['NODES'] : []),
      idOf,
      'RESTARTS',
      ...(measured ? ['MEMORY', 'CPU'] : []),
      '',
    ],
    [
      ...services.map(({ name, status, url, instances, ...why }) => [
        name,
        status,
        [...new Set(instances.map(versionOf))].join(' '),
        url,
        ...(onNodes ? [nodesOf(instances)] : []),
        instances.map(({ pid, container }) => pid ?? container).join(' '),
        instances.reduce((sum, { restarts }) => sum + restarts, 0),
        ...columns(instances.map(({ usage }) => usage)),
        reasonOf(why),
      ]),
      ...infrastructure.map(({ name, status, port, pid, container, usage, detail = '' }) => [
        name,
        status,
        '',
        port ? `127.0.0.1:${port}` : '',
        ...(onNodes ? [''] : []),
        pid ?? container ?? '',
        '',
        ...columns([usage]),
        detail,
      ]),
    ],
  );
}

/** With the build, unless that is an image, whose tag the version is. */
function versionOf({ version, build = '' }: InstanceStatus): string {
  return build === '' || build.endsWith(`:${version}`) ? version : `${version} (${build})`;
}

/** With the time of day since when, where the service has told that. */
function reasonOf({ reason = '', dependencies = [] }: Pick<ServiceStatus, 'reason' | 'dependencies'>): string {
  const down = dependencies.filter(({ status }) => status === 'down');
  return down.reduce(
    (text, { name, since }) => text.replace(`${name}: `, () => `${name} since ${clock(since)}: `),
    reason,
  );
}

function clock(since: string): string {
  const date = new Date(since);
  const isToday = date.toDateString() === new Date().toDateString();
  return `${isToday ? '' : `${date.toLocaleDateString('sv')} `}${date.toLocaleTimeString('sv')}`;
}

function usageColumns(usages: readonly (Usage | undefined)[]): readonly string[] {
  const known = usages.filter((usage) => usage !== undefined);
  if (known.length === 0) return ['', ''];
  const sum = (of: (usage: Usage) => number) => known.reduce((total, usage) => total + of(usage), 0);
  return [`${sum(({ memoryMb }) => memoryMb)} MB`, `${sum(({ cpuPercent }) => cpuPercent).toFixed(1)} %`];
}
