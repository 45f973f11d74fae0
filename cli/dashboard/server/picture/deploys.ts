import type { LogRecord } from '../../../observe/log-record.ts';
import type { DeployView } from '../../api.ts';
import type { Known } from './known.ts';

/** What runs, and since when; what has not said when is left out. */
export function runningDeploys({ status, looks }: Known): DeployView[] {
  return (status?.services ?? []).flatMap(({ name, instances }) => {
    const { startedAt, build = null } = looks.get(name)?.seen?.gauges ?? {};
    if (startedAt === undefined || startedAt === null) return [];
    return instances.map(({ version, colour, build: own = build }): DeployView => {
      const began = new Date(startedAt * 1000).toISOString();
      return { service: name, version, build: own, colour, startedAt: began, running: true };
    });
  });
}

/** Versions that have written the lines, oldest first, each from its first line on. */
export async function loggedDeploys(records: AsyncIterable<LogRecord>): Promise<DeployView[]> {
  const last = new Map<string, DeployView>();
  const found: DeployView[] = [];
  for await (const { service, version, colour = null, time } of records) {
    if (typeof version !== 'string' || time === null) continue;
    const before = last.get(service);
    if (before?.version === version && before.colour === colour) continue;
    const deploy = { service, version, build: null, colour: colour as string | null, startedAt: time, running: false };
    last.set(service, deploy);
    found.push(deploy);
  }
  return found;
}

/** What runs, and what ran before as far as the logs reach; the newest first. */
export function allDeploys(running: readonly DeployView[], logged: readonly DeployView[]): DeployView[] {
  const isRunning = ({ service, version, colour }: DeployView) =>
    running.some((each) => each.service === service && each.version === version && each.colour === colour);
  return [...running, ...logged.filter((deploy) => !isRunning(deploy))].sort((a, b) =>
    a.startedAt < b.startedAt ? 1 : -1,
  );
}
