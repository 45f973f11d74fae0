import type { Engine } from './engine.ts';

/** Does all or nothing. */
export async function inTransaction<T>(
  { run, begin }: Pick<Engine, 'run' | 'begin'>,
  work: () => Promise<T>,
): Promise<T> {
  await run(begin);
  try {
    const result = await work();
    await run('COMMIT');
    return result;
  } catch (error) {
    // Where the connection is lost the server rolls back by itself.
    await run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
