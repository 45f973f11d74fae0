import type { Engine } from '../engine.ts';

/** A line of what the engine tells while it builds or pushes. */
export interface Told {
  readonly stream?: string;
  readonly status?: string;
  readonly id?: string;
  readonly error?: string;
  /** The result; last of all. */
  readonly aux?: unknown;
}

/**
 * Hears the engine out; what it calls a failure is returned. A connection that ends before the result has come is an error.
 * @returns why it failed; undefined: it did not
 */
export async function follow(
  engine: Engine,
  told: NodeJS.ReadableStream,
  hear: (told: Told) => void,
): Promise<string | undefined> {
  let failure: string | undefined;
  let done = false;
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(
      told,
      (error) => (error && failure === undefined ? reject(error) : resolve()),
      (line: Told) => {
        failure ??= line.error;
        done ||= line.aux !== undefined;
        hear(line);
      },
    );
  });
  if (failure === undefined && !done) throw new Error('the connection was closed');
  return failure;
}
