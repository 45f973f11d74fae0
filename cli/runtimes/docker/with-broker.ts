import type { Fleet } from '../../config/model.ts';
import { brokerAway } from '../broker-away.ts';
import type { LentBroker } from '../contract.ts';
import { loginOf } from '../databases/of-service.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { publishedPort } from './containers/ports.ts';
import { connectEngine } from './engine.ts';
import { brokerUrl, RABBITMQ_PORT } from './infrastructure/rabbitmq.ts';
import { BROKER_ADMINISTRATOR } from './logins.ts';
import { observeContainers } from './observe.ts';

/** The broker of the running fleet as this machine reaches it, with its administrator's login: a service sees its own queues alone. */
export async function withBroker<T>(fleet: Fleet, work: (broker: LentBroker) => Promise<T>): Promise<T> {
  const engine = await connectEngine();
  const running = (await observeContainers(engine, fleet)).filter(({ state }) => state === 'running');
  if (running.length === 0) throw notRunning(fleet);
  const container = running.find(({ part }) => part === 'rabbitmq');
  if (!container) throw brokerAway(fleet, 'Its container does not run.');
  const [login, port] = await Promise.all([
    loginOf(BROKER_ADMINISTRATOR, layoutOf(fleet.root).docker),
    publishedPort(engine, container.id, RABBITMQ_PORT),
  ]);
  return work({ url: brokerUrl(fleet.name, login, `127.0.0.1:${port}`) });
}
