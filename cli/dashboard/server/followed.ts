import { setTimeout as delay } from 'node:timers/promises';
import type { LogRecord } from '../../observe/log-record.ts';
import type { Collector } from './collect/collector.ts';
import type { LogWish, Sources } from './sources.ts';

const AGAIN_MS = 1_000;

/**
 * Lines as they come, until the signal aborts. A fleet that comes up on another runtime, or with other services, has its logs elsewhere,
 * where they are followed from the last line on.
 */
export async function* followed(
  sources: Pick<Sources, 'logs'>,
  collector: Pick<Collector, 'place' | 'listen'>,
  wish: Omit<LogWish, 'follow'> & { readonly since: Date; readonly signal: AbortSignal },
): AsyncGenerator<LogRecord> {
  const { signal } = wish;
  let { since } = wish;
  while (!signal.aborted) {
    const moved = new AbortController();
    const here = collector.place;
    const unlisten = collector.listen(() => collector.place !== here && moved.abort());
    try {
      const lines = sources.logs({ ...wish, since, follow: true, signal: AbortSignal.any([signal, moved.signal]) });
      for await (const line of lines) {
        yield line;
        const at = Date.parse(line.time ?? '');
        if (at >= since.getTime()) since = new Date(at + 1);
      }
    } finally {
      unlisten();
    }
    if (!moved.signal.aborted) await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
