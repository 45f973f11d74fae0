import type { Dialect } from './contract.ts';

/** Told how a statement ended, and after how many milliseconds. */
export type CallListener = (outcome: 'answered' | 'failed', milliseconds: number) => void;

/** A dialect that tells of each statement that it runs. */
export function timed(dialect: Dialect, onCall: CallListener): Dialect {
  return {
    ...dialect,
    run(connection, statement, values) {
      const began = performance.now();
      const running = dialect.run(connection, statement, values);
      // Beside the caller, who does not wait for the counting.
      running.then(
        () => onCall('answered', performance.now() - began),
        () => onCall('failed', performance.now() - began),
      );
      return running;
    },
  };
}
