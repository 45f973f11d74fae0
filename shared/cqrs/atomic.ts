import type { Database } from '../database/index.ts';
import type { Command } from './handlers.ts';

/** A command that needs a transaction, for executors that are none. */
export function atomic<I, O>(database: Database, command: Command<I, O>): Command<I, O> {
  return (input, executor) =>
    executor === database
      ? database.transaction((transaction) => command(input, transaction))
      : command(input, executor);
}
