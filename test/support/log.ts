import { createLogger, type Logger } from '../../shared/logging/index.ts';

/** A real logger whose lines a test can read instead of seeing them. */
export function readableLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    service: 'test',
    version: '0',
    level: 'info',
    destination: {
      write: (line) => void lines.push(JSON.parse(line)),
      flush: (done) => done?.(),
      flushSync: () => undefined,
    },
  });
  return { log, lines };
}
