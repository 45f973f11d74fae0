import { BROKER_EVENTS, DATABASE_CONNECTIONS, RELAY_EVENTS } from './bounds.ts';
import type { Limit, ServicePlan, Wish } from './contract.ts';

/** All of them that the arrivals come near to in any way, the nearest first. */
export function limitsOf(services: readonly ServicePlan[], { rps, busy, databaseCores }: Wish): readonly Limit[] {
  const sum = (of: (each: ServicePlan) => number) => services.reduce((total, each) => total + of(each), 0);
  const limit = (what: string, needs: number, has: number, unit: string, lift: string): Limit => {
    return { what, needs, has, unit, at: (rps * has) / needs, lift };
  };
  return [
    limit(
      'processors of the database server',
      sum(({ databaseConnections }) => databaseConnections.atWork),
      databaseCores,
      'processors at most',
      'a server for each service: each has a DATABASE_URL of its own',
    ),
    limit(
      'connections to the database server',
      sum(({ databaseConnections }) => databaseConnections.most),
      DATABASE_CONNECTIONS,
      'connections',
      'a server for each service, a smaller DATABASE_POOL_SIZE, or a pooler between',
    ),
    limit(
      'events through the broker',
      Math.max(
        sum(({ published }) => published),
        sum(({ handled }) => handled),
      ),
      BROKER_EVENTS,
      'events/s',
      'a broker of more nodes, which has the queues of different consumers on different ones',
    ),
    ...services.map(({ name, published }) =>
      limit(
        `relay of ${name}`,
        published,
        RELAY_EVENTS,
        'events/s',
        'two services, each with some of its entities: a relay is one of each service at a time',
      ),
    ),
    ...services
      .filter(({ because }) => because === 'files in a folder')
      .map(({ name, cores }) =>
        limit(`the one replica of ${name}`, cores, busy, 'processors', 'storage: { driver: s3 }'),
      ),
  ]
    .filter(({ needs }) => needs > 0)
    .toSorted((a, b) => a.at - b.at);
}
