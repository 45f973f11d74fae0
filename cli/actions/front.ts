import type { Fleet } from '../config/model.ts';
import type { LogRecord } from '../observe/log-record.ts';
import type { RunningFleet, Runtime } from '../runtimes/contract.ts';
import { logs } from './logs.ts';
import type { React } from './terminal-signals.ts';

/**
 * Stays with a fleet that is up: shows its lines until it has ended. A Ctrl-C ends it in order, the next one at once, and so does
 * a terminal that is closed.
 * @throws whatever ended the fleet, if nobody asked it to
 */
export async function stayInFront(
  fleet: Fleet,
  runtime: Runtime,
  running: RunningFleet,
  sinceMs: number,
  react: React,
  show: (record: LogRecord) => void,
): Promise<void> {
  const over = new AbortController();
  let stopping: Promise<void> | undefined;
  react(() => {
    stopping = running.stop();
    // Its failure is that of the fleet, which is awaited below.
    stopping.catch(() => undefined);
  });
  const shown = showLogs(fleet, runtime, sinceMs, over.signal, show);
  try {
    await running.ended;
    await stopping;
  } finally {
    over.abort();
    await shown;
  }
}

async function showLogs(
  fleet: Fleet,
  runtime: Runtime,
  sinceMs: number,
  signal: AbortSignal,
  show: (record: LogRecord) => void,
): Promise<void> {
  for await (const record of logs(fleet, runtime, {
    services: [],
    level: 'debug',
    since: new Date(Date.now() - sinceMs),
    follow: true,
    signal,
  }))
    show(record);
}
