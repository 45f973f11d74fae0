import type { LogRecord } from '../../../observe/log-record.ts';
import type { DeployView } from '../../api.ts';
import type { Known } from './known.ts';

/** What runs, and since when; what has not said when is left out. */
export function runningDeploys({ status, looks }: Known): DeployView[] {
  return (status?.services ?? []).flatMap(({ name, instances }) => {
    const { startedAt, build = null } = looks.get(name)?.seen?.gauges ?? {};
    if (startedAt === undefined || startedAt === null) return [];
    return instances.map(({ version, colour, build: own = build, live = true }): DeployView => {
      const began = new Date(startedAt * 1000).toISOString();
      return { service: name, version, build: own, colour, startedAt: began, running: true, standby: !live };
    });
  });
}

/** Versions that have written lines, oldest first, each from its first line on. A line is read once: there may be a million of them. */
export class LoggedDeploys {
  readonly #last = new Map<string, DeployView>();
  readonly #found: DeployView[] = [];
  #readTo: string | undefined;

  /** The time of the last line that was read; undefined: there was none yet. */
  get readTo(): string | undefined {
    return this.#readTo;
  }

  /** @param records those from `readTo` on, oldest first */
  async read(records: AsyncIterable<LogRecord>): Promise<readonly DeployView[]> {
    for await (const { service, version, colour = null, time } of records) {
      if (typeof version !== 'string' || time === null || Number.isNaN(Date.parse(time))) continue;
      this.#readTo = time;
      // Two versions may write at a time, one in each colour.
      const place = `${service} ${colour}`;
      if (this.#last.get(place)?.version === version) continue;
      const deploy = {
        service,
        version,
        build: null,
        colour: colour as string | null,
        startedAt: time,
        running: false,
        standby: false,
      };
      this.#last.set(place, deploy);
      this.#found.push(deploy);
    }
    return this.#found;
  }
}

/** What runs, and what ran before as far as the logs reach; the newest first. */
export function allDeploys(running: readonly DeployView[], logged: readonly DeployView[]): DeployView[] {
  const isRunning = ({ service, version, colour }: DeployView) =>
    running.some((each) => each.service === service && each.version === version && each.colour === colour);
  return [...running, ...logged.filter((deploy) => !isRunning(deploy))].sort((a, b) =>
    a.startedAt < b.startedAt ? 1 : -1,
  );
}
