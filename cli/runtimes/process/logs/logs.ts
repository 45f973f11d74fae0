import type { Fleet } from '../../../config/model.ts';
import type { LogLine, LogOptions } from '../../contract.ts';
import { ensureRunFolder, layoutOf, logFile } from '../../layout.ts';
import { follow } from './follow.ts';
import { history, merge, statOf } from './history.ts';

/** What happened to the processes themselves; of interest with the lines of all services. */
const SUPERVISOR = 'supervisor';

/** Log lines of services, from their files: also of a fleet that is down. */
export async function* logLines(fleet: Fleet, options: LogOptions): AsyncGenerator<LogLine> {
  const layout = layoutOf(fleet.root);
  ensureRunFolder(layout);
  const folder = layout.logs;
  const names =
    options.services.length > 0 ? options.services : [...fleet.services.map(({ name }) => name), SUPERVISOR];
  const logs = names.map((service) => {
    const file = logFile(folder, service);
    return { service, file, offset: statOf(file)?.size ?? 0 };
  });
  const since = options.since?.getTime() ?? 0;
  for await (const { service, text } of merge(logs.map((log) => history(log.service, log.file, log.offset, since)))) {
    yield { service, text };
  }
  if (options.follow) yield* follow(folder, logs, options.signal ?? new AbortController().signal);
}
