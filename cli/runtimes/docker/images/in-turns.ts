/** Does the work for all, this many at once; after a failure none is begun, and those that have begun come to their end. */
export async function inTurns<T>(atOnce: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  let failed = false;
  const turn = async () => {
    for (let one = waiting.shift(); one !== undefined && !failed; one = waiting.shift()) {
      await work(one).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  const turns = all.slice(0, atOnce).map(turn);
  await Promise.allSettled(turns);
  await Promise.all(turns);
}
