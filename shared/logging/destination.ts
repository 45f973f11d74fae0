import { destination as pinoDestination } from 'pino';

/** Where log lines go. */
export interface LogDestination {
  write(line: string): void;
  /** Hands over what is held back; the callback runs once it is written. */
  flush(done?: (error?: Error) => void): void;
  /** The same, before it returns: for a process that is about to end. */
  flushSync(): void;
}

const HOLD_LINES = 256;
const HOLD_MS = 50;
/** Of lines that a stuck reader of stdout has not taken; what comes after is dropped rather than held in memory. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

let stdout: LogDestination | undefined;

/** The standard output of this process, shared by all its loggers. */
export function stdoutDestination(): LogDestination {
  stdout ??= openStdout();
  return stdout;
}

/**
 * Writes without blocking and in batches: one system call for many lines under load, none while idle (a line arms
 * the timer, no clock does). A line is out after 50 ms at the latest.
 */
function openStdout(): LogDestination {
  const stream = pinoDestination({ dest: 1, sync: false, maxLength: MAX_HELD_BYTES });
  let held: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const handOver = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0) return;
    const chunk = held.join('');
    held = [];
    stream.write(chunk);
  };
  const destination: LogDestination = {
    write(line) {
      held.push(line);
      if (held.length >= HOLD_LINES) handOver();
      else timer ??= setTimeout(handOver, HOLD_MS).unref();
    },
    flush(done) {
      handOver();
      stream.flush(done ?? (() => {}));
    },
    flushSync() {
      handOver();
      stream.flushSync();
    },
  };
  process.once('exit', destination.flushSync);
  return destination;
}
