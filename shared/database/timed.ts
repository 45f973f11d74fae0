import type { Dialect } from './contract.ts';

/** Told how a statement ended, and after how many milliseconds. */
export type CallListener = (outcome: 'answered' | 'failed', milliseconds: number) => void;

/** A dialect that tells of each statement that it runs. */
export function timed(dialect: Dialect, onCall: CallListener): Dialect {
  return {
    ...dialect,
    async run(connection, statement, values) {
      const began = performance.now();
      try {
        const result = await dialect.run(connection, statement, values);
        onCall('answered', performance.now() - began);
        return result;
      } catch (error) {
        onCall('failed', performance.now() - began);
        throw error;
      }
    },
  };
}
