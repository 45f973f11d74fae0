import type { Committer } from './commit.ts';
import type { ProduceOptions } from './parts.ts';

/** Transactions at a time. */
const CONCURRENCY = 4;
/** Acknowledgements that are told together. */
const TOLD = 20;

class Undone extends Error {}

/** Commits change after change until it has made as many as asked, or is told to stop. */
export async function produce(
  committer: Committer,
  { aggregates, transactions, rollBackEvery }: ProduceOptions,
  signal: AbortSignal,
  tell: (ids: readonly string[]) => void,
): Promise<void> {
  let begun = 0;
  const acknowledged: string[] = [];
  const work = async () => {
    while (begun < transactions && !signal.aborted) {
      begun++;
      const undo = rollBackEvery !== undefined && begun % rollBackEvery === 0;
      const id = await one(undo);
      if (id !== undefined) acknowledged.push(id);
      if (acknowledged.length >= TOLD) tell(acknowledged.splice(0));
    }
  };
  const one = async (undo: boolean): Promise<string | undefined> => {
    const within = async () => {
      if (undo) throw new Undone();
    };
    try {
      return (await committer.commit(Math.floor(Math.random() * aggregates), { within })).id;
    } catch (error) {
      if (error instanceof Undone) return undefined;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  tell(acknowledged);
}
