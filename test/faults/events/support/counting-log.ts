import { createLogger, type Logger } from '../../../../shared/logging/index.ts';

/** A real logger that keeps how often each message was written: lines would grow with the load whose memory is measured. */
export function countingLog(): { log: Logger; said: Record<string, number> } {
  const said: Record<string, number> = {};
  const log = createLogger({
    service: 'test',
    version: '0',
    level: 'debug',
    destination: {
      write(line) {
        const { msg } = JSON.parse(line) as { msg: string };
        said[msg] = (said[msg] ?? 0) + 1;
      },
      flush: (done) => done?.(),
      flushSync: () => undefined,
    },
  });
  return { log, said };
}
