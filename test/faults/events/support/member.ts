/** A process of the suite, which a test can kill, freeze and end. Its argument says what it does, as JSON. */
import { connectDatabase } from '../../../../shared/database/index.ts';
import { connectBroker, type EventBroker } from '../../../../shared/events/index.ts';
import { Relay } from '../../../../shared/outbox/index.ts';
import { billing } from './billing.ts';
import { Committer } from './commit.ts';
import { countingLog } from './counting-log.ts';
import type { Account, Message, Parts, RelayFall } from './parts.ts';
import { produce } from './produce.ts';

const parts: Parts = JSON.parse(process.argv[2] ?? '');
const tell = (message: Message) => process.send?.(message);
const { log, said } = countingLog();
const stopping = new AbortController();
const { instance, fleet, databaseUrl } = parts;
const database = await connectDatabase({ url: databaseUrl, poolSize: 10, log });
const broker = await connectBroker({ url: parts.brokerUrl, fleet, service: instance, log });

function falling({ fall, at = 1, signal = 'SIGKILL' }: RelayFall): EventBroker {
  let windows = 0;
  const publish: EventBroker['publish'] = async (events) => {
    if (events.length > 0) windows++;
    if (fall === 'before' && windows === at) process.kill(process.pid, signal);
    const results = await broker.publish(events);
    if (fall === 'after' && windows === at) process.kill(process.pid, signal);
    return results;
  };
  return Object.assign(Object.create(broker), { publish });
}

const relay = parts.relay && new Relay({ database, broker: falling(parts.relay), instance, log });
if (parts.consume) await broker.subscribe(billing(database, log, parts.consume));

const account = (): Account => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss, said };
};
process.on('message', () => tell({ kind: 'account', account: account() }));
// A test that is gone cannot end it any more.
process.once('disconnect', () => {
  if (!stopping.signal.aborted) process.exit(1);
});
// In the order of a service: what comes in first, then what goes out.
process.once('SIGTERM', async () => {
  stopping.abort();
  await producing;
  await relay?.stop();
  await broker.close();
  await database.close();
  if (process.connected) process.disconnect();
});
tell({ kind: 'started', account: account() });

const producing =
  parts.produce &&
  produce(new Committer(database, fleet), parts.produce, stopping.signal, (ids) => {
    relay?.nudge();
    tell({ kind: 'acknowledged', ids });
  });
await producing;
if (producing) tell({ kind: 'produced' });
