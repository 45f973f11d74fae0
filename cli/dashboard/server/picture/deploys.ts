import type { DeployView } from '../../api.ts';
import type { Known } from './known.ts';

/** What runs, by when it began, the newest first. What has not said when is left out. */
export function runningDeploys({ status, looks }: Known): DeployView[] {
  const running = (status?.services ?? []).flatMap(({ name, instances }) => {
    const { startedAt, build = null } = looks.get(name)?.seen?.gauges ?? {};
    if (startedAt === undefined || startedAt === null) return [];
    return instances.map(({ version, colour }): DeployView => {
      const began = new Date(startedAt * 1000).toISOString();
      return { service: name, version, build, colour, startedAt: began, running: true };
    });
  });
  return running.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}
