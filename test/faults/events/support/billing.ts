import type { Database } from '../../../../shared/database/index.ts';
import type { Subscription } from '../../../../shared/events/index.ts';
import { inboxSubscription } from '../../../../shared/inbox/index.ts';
import type { Logger } from '../../../../shared/logging/index.ts';
import { Copies } from '../../../../shared/references/index.ts';
import type { ConsumeOptions } from './parts.ts';

const TARGET = 'orders.Order';
const EFFECT = {
  name: 'effect',
  text: `INSERT INTO effect (id, aggregate, version, copy)
    SELECT $1, $2, $3, version FROM reference_copies WHERE target = $4 AND id = $5`,
};

/** Writes down what each event does, beside a copy of its aggregate, in the transaction of its inbox row. */
export function billing(
  database: Database,
  log: Logger,
  { types, delaysMs, failFirst, fall, at = 1 }: ConsumeOptions,
): Subscription {
  const copies = new Copies(database);
  let handled = 0;
  let fallsOver: string | undefined;
  const die = () => process.kill(process.pid, 'SIGKILL');
  const subscription = inboxSubscription({
    consumer: 'billing',
    types,
    database,
    log,
    ...(delaysMs && { retry: { delaysMs } }),
    handle: async (event, transaction) => {
      const { id, subject, sequence } = event;
      const data = event.data as Record<string, unknown>;
      const version = Number(sequence);
      if (data.description === 'poison') throw new Error('poison');
      if (data.description === 'deadly') die();
      await copies.store([{ target: TARGET, id: subject, version, data }], transaction);
      await transaction.query(EFFECT, [id, subject, version, TARGET, subject]);
      if (++handled === at) fallsOver = id;
      if (fall === 'inside' && fallsOver === id) die();
    },
  });
  return {
    ...subscription,
    handle: async (event, attempt, ...rest) => {
      if (failFirst && attempt === 1) throw new Error('at first');
      await subscription.handle(event, attempt, ...rest);
      if (fall === 'after' && fallsOver === event.id) die();
    },
  };
}
