import type { Fleet } from '../../config/model.ts';
import { brokerAway } from '../broker-away.ts';
import type { LentBroker } from '../contract.ts';
import { loginOf } from '../databases/of-service.ts';
import { brokerUrl, RABBITMQ_PORT } from '../docker/infrastructure/rabbitmq.ts';
import { BROKER_ADMINISTRATOR } from '../docker/logins.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { openConduit } from './conduit.ts';
import { requireManager } from './manager.ts';
import { observeSwarm } from './observe.ts';

/** The broker of the running fleet, through the edge, with its administrator's login: a service sees its own queues alone. */
export async function withSwarmBroker<T>(fleet: Fleet, work: (broker: LentBroker) => Promise<T>): Promise<T> {
  const manager = await requireManager();
  const { services } = await observeSwarm(manager.engine, fleet);
  if (services.length === 0) throw notRunning(fleet);
  const broker = services.find(({ part }) => part === 'rabbitmq');
  if (!broker?.tasks.some(({ state }) => state === 'running')) throw brokerAway(fleet, 'Its task does not run.');
  const login = await loginOf(BROKER_ADMINISTRATOR, layoutOf(fleet.root).docker);
  await using conduit = await openConduit(manager, fleet, 'rabbitmq', RABBITMQ_PORT);
  return await work({ url: brokerUrl(fleet.name, login, `127.0.0.1:${conduit.port}`) });
}
