import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { dockerMissing } from '../../support/docker.ts';
import { type FleetOnSwarm, fleetOnSwarm } from '../../support/swarm/fleet.ts';
import { swarmMissing } from '../../support/swarm/missing.ts';
import type { Contender, Contest, Row } from '../contest.ts';
import { durationsAt, percentile } from '../gateway/constant-rate.ts';
import { requestsPerSecond } from '../load.ts';
import { Missing } from '../missing.ts';

const SERVICE = 'config-service';
const SECONDS = 5;
const CONNECTIONS = 20;
/** Far from what the machine can do, so that nothing waits. */
const RATE = 200;
/** By the name of the fleet that its packages are locked as. */
const configWith = (resources = '{}') => `version: 1
name: aurora
services:
  api-gateway: { kind: gateway, port: 8000 }
  ${SERVICE}: { kind: config, port: 8004, resources: ${resources} }
`;
/** Of one replica: small enough that four of them are not held up by what this machine has. */
const CPUS = 0.2;
const hosts = `Three engines in network namespaces of one machine with ${availableParallelism()} cores, an edge on each, database, broker and load on the same cores`;

export const swarmOverlay: Row = {
  name: 'swarm, overlay',
  measured: "Median of GET /health by the edge of another host than the service's, over that by the edge of its own",
  unit: 'ms',
  goal: 1.25,
  rounds: 7,
  settings: `${hosts}; ${RATE} req/s for ${SECONDS} s on ${CONNECTIONS} kept connections; what is between hosts here is a virtual bridge, with no wire and no switch`,
  open: async () => {
    const fleet = await open();
    const [own] = (await fleet.spread(SERVICE)).keys();
    const at = fleet.swarm.engines.findIndex(({ host }) => host.name === own);
    const contend = async (name: string, host: number): Promise<Contender> => {
      const url = `${await fleet.urlAt(host, SERVICE)}/health`;
      const load = { url, headers: {}, rate: RATE, connections: CONNECTIONS, seconds: SECONDS };
      return { name, measure: async () => percentile(await durationsAt(load), 0.5) };
    };
    return contest(fleet, [await contend('another host', (at + 1) % 3), await contend('the same host', at)]);
  },
};

export const swarmReplicas: Row = {
  name: 'swarm, replicas',
  measured: `GET of the settings of a service, with token, by two replicas of config-service with ${CPUS} of a core each, over one of them`,
  unit: 'req/s',
  goal: 1.8,
  rounds: 5,
  settings: `${hosts}; wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample, by one edge`,
  finding:
    'Four are no faster than two: edge, database, load and three engines share the two cores with them. Which of those is the first to hold ' +
    'them up was not looked into.',
  open: () => openReplicas(`{ cpus: ${CPUS} }`),
};

export const swarmReplicasUnbound: Row = {
  name: 'swarm, replicas on all cores',
  measured: 'The same by replicas that may have all cores, two over one',
  unit: 'req/s',
  goal: 1,
  rounds: 5,
  settings: `${hosts}; wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample, by one edge`,
  finding:
    'Not profiled. On two cores, which edge, database and load share, a further replica has nothing to run on but what it takes from them.',
  open: () => openReplicas(),
};

async function openReplicas(resources?: string): Promise<Contest> {
  const fleet = await open(resources);
  const url = `${await fleet.urlAt(0, SERVICE)}/api/v1/config/${SERVICE}`;
  const headers = { authorization: `Bearer ${await fleet.token()}` };
  const contend = (name: string, replicas: number): Contender => ({
    name,
    async measure() {
      await fleet.aurora('scale', `${SERVICE}=${replicas}`);
      await fleet.untilReady();
      return requestsPerSecond({ url, headers, connections: CONNECTIONS, seconds: SECONDS });
    },
  });
  return contest(fleet, [contend('two', 2), contend('one', 1), contend('four', 4)]);
}

async function open(resources?: string): Promise<FleetOnSwarm> {
  const missing = swarmMissing ?? dockerMissing;
  if (missing) throw new Missing('docker.io', missing);
  const fleet = await fleetOnSwarm(({ root }) => writeFile(join(root, 'aurora.config.yaml'), configWith(resources)));
  try {
    await fleet.aurora('up', '-d');
    return fleet;
  } catch (error) {
    await fleet[Symbol.asyncDispose]();
    throw error;
  }
}

function contest(fleet: FleetOnSwarm, contenders: Contest['contenders']): Contest {
  return { contenders, [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose]() };
}
