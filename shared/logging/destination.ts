import { destination as pinoDestination } from 'pino';

/** Where log lines go. */
export interface LogDestination {
  write(line: string): void;
  /** Writes what is held back; the callback runs once that is done. */
  flush(done?: (error?: Error) => void): void;
  /** The same, done when it returns. */
  flushSync(): void;
}

let tap: ((line: string) => void) | undefined;

/** Lets somebody hear each line that goes to the standard output; undefined: nobody any more. */
export function tapStdout(hear: ((line: string) => void) | undefined): void {
  tap = hear;
}

const HOLD_LINES = 256;
const HOLD_MS = 50;

let stdout: LogDestination | undefined;

/** The standard output of this process, shared by all its loggers. */
export function stdoutDestination(): LogDestination {
  stdout ??= openStdout();
  return stdout;
}

/**
 * Writes in batches: one system call for many lines under load, none while idle (a line arms the timer, no clock does).
 * A line is out after 50 ms at the latest. Synchronously, as Node itself writes to pipes: a write left to another thread
 * may be lost or overtaken when the process exits, and the last lines are the ones that tell why.
 */
function openStdout(): LogDestination {
  const stream = pinoDestination({ dest: 1, sync: true });
  let held: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flushSync = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0) return;
    const chunk = held.join('');
    held = [];
    stream.write(chunk);
  };
  process.once('exit', flushSync);
  return {
    write(line) {
      held.push(line);
      tap?.(line);
      if (held.length >= HOLD_LINES) flushSync();
      else timer ??= setTimeout(flushSync, HOLD_MS).unref();
    },
    flush(done) {
      flushSync();
      done?.();
    },
    flushSync,
  };
}
