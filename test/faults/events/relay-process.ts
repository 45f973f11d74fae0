/**
 * A relay in a process of its own, which a test can kill or freeze. Arguments: database URL, broker URL, instance, and
 * where it is to fall: `before` or `after` it has published for the first time (`never`: not at all), by which signal.
 */
import { connectDatabase } from '../../../shared/database/index.ts';
import { connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { Relay } from '../../../shared/outbox/index.ts';
import { readableLog } from '../../support/log.ts';

const [databaseUrl = '', brokerUrl = '', instance = '', where = 'never', signal = 'SIGKILL'] = process.argv.slice(2);
const { log } = readableLog();
const database = await connectDatabase({ url: databaseUrl, poolSize: 3, log });
const broker = await connectBroker({ url: brokerUrl, fleet: 'test', service: 'order-service', log });

let fallen = false;
const fall = () => {
  if (fallen) return;
  fallen = true;
  process.kill(process.pid, signal);
};
const falling: Pick<EventBroker, 'publish'> = {
  async publish(events) {
    if (where === 'before') fall();
    const results = await broker.publish(events);
    if (where === 'after' && results.some(({ outcome }) => outcome === 'sent')) fall();
    return results;
  },
};
new Relay({ database, broker: Object.assign(Object.create(broker), falling), instance, log });
process.send?.('started');
