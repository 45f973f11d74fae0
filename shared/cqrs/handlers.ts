import type { Executor } from '../database/index.ts';

/**
 * Changes state: writes its rows and its events through the executor, so that both are there or neither.
 * @throws Problem whatever refuses the change
 */
export type Command<Input, Output> = (input: Input, executor: Executor) => Promise<Output>;

/** Reads state and changes nothing. */
export type Query<Input, Output> = (input: Input) => Promise<Output>;
