import { setImmediate as turn } from 'node:timers/promises';
import type { Fleet } from '../../../config/model.ts';
import type { LogLine, LogOptions } from '../../contract.ts';
import { lastLinesOf } from '../../last-lines-of.ts';
import { ensureRunFolder, layoutOf, logFile } from '../../layout.ts';
import { mergeLines } from '../../merge-lines.ts';
import { follow } from './follow.ts';
import { history } from './history.ts';
import { openParts } from './parts.ts';
import { Tail } from './tail.ts';

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
    return { service, file, parts: openParts(file, options.follow) };
  });
  const tails = logs.map(({ service, file, parts }) => ({ service, file, tail: new Tail(file, parts) }));
  try {
    const lines = mergeLines(logs.map(({ service, parts }) => history(service, parts, options)));
    for (const line of lastLinesOf(lines, options.tail)) {
      // Reading holds everything else up, Ctrl-C too.
      if (line === null) await turn();
      else yield { service: line.service, text: line.text };
      if (options.signal?.aborted) return;
    }
  } finally {
    for (const { parts } of logs) parts.close();
  }
  if (options.follow) yield* follow(folder, tails, options);
}
