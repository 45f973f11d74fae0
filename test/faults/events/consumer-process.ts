/**
 * A consumer in a process of its own, which a test can kill. Arguments: database URL, broker URL, and where it is to
 * fall by SIGKILL: `inside` a handler's transaction, or `after` its commit, before the event is acknowledged
 * (`never`: not at all).
 */
import { connectDatabase } from '../../../shared/database/index.ts';
import { connectBroker } from '../../../shared/events/index.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED } from '../../support/outbox.ts';

const [databaseUrl = '', brokerUrl = '', where = 'never'] = process.argv.slice(2);
const { log } = readableLog();
const database = await connectDatabase({ url: databaseUrl, poolSize: 6, log });
const broker = await connectBroker({ url: brokerUrl, fleet: 'test', service: 'billing', log });

/** Somewhere in the middle. */
const isTheOne = (sequence: string) => Number(sequence) === 3;
const fall = () => process.kill(process.pid, 'SIGKILL');

const subscription = inboxSubscription({
  consumer: 'billing',
  types: [ORDER_PLACED],
  database,
  log,
  handle: async (event, transaction) => {
    const values = [event.subject, Number(event.sequence)];
    await transaction.query({ text: 'INSERT INTO effect (order_id, version) VALUES ($1, $2)' }, values);
    if (where === 'inside' && isTheOne(event.sequence)) fall();
  },
});
await broker.subscribe({
  ...subscription,
  handle: async (event, attempt, signal) => {
    await subscription.handle(event, attempt, signal);
    if (where === 'after' && isTheOne(event.sequence)) fall();
  },
});
process.send?.('started');
