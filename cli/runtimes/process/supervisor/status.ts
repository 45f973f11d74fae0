import { connect } from 'node:net';
import type { FleetStatus, Health, InfrastructureStatus, ServiceStatus } from '../../contract.ts';
import { type Readiness, readiness } from '../../readiness.ts';
import type { InfrastructureSpec } from '../control/protocol.ts';
import { POSTGRES } from './postgres.ts';
import type { Kept, Supervisor } from './supervisor.ts';

const CONNECT_WITHIN_MS = 1_000;

/** How the fleet does at this moment: everything is asked anew, so that nothing is told that was true a while ago. */
export async function statusOf(fleet: string, supervisor: Supervisor): Promise<FleetStatus> {
  const postgres = postgresStatus(supervisor);
  const [services, others] = await Promise.all([
    Promise.all(supervisor.services.map(serviceStatus)),
    Promise.all(supervisor.infrastructure.map((spec) => infrastructureStatus(spec, postgres))),
  ]);
  return {
    fleet,
    runtime: 'process',
    services,
    infrastructure: postgres ? [postgres, ...others] : others,
    supervisor: { pid: process.pid },
  };
}

async function serviceStatus(kept: Kept): Promise<ServiceStatus> {
  const { spec, keeper } = kept;
  const { pid, restarts } = keeper;
  const { status, reason, dependencies, build } = await healthOf(kept);
  const { instance: id, version } = spec;
  return {
    name: spec.name,
    status,
    port: spec.port,
    url: `http://127.0.0.1:${spec.port}`,
    instances: pid === undefined ? [] : [{ id, colour: null, version, ...(build && { build }), pid, restarts }],
    ...(reason !== undefined && { reason }),
    ...(dependencies && { dependencies }),
  };
}

/** What is asked of it itself, and what is made of that. */
interface Judged extends Pick<Readiness, 'dependencies' | 'build'> {
  readonly status: Health;
  readonly reason?: string | undefined;
}

async function healthOf({ spec, lent, keeper }: Kept): Promise<Judged> {
  if (lent) {
    const { health: status, dependencies, build } = await readiness(spec.port);
    return { status, dependencies, build, reason: 'runs in front, by `aurora run`' };
  }
  switch (keeper.state) {
    case 'idle':
      return { status: 'down', reason: keeper.reason ?? 'not started' };
    case 'waiting':
      return { status: 'down', reason: `${keeper.reason}; it is being started again` };
    case 'loaded':
      return { status: 'starting', reason: 'waits for what it stands on' };
    case 'starting': {
      const { reason, dependencies, build } = await readiness(spec.port);
      return { status: 'starting', reason: keeper.reason ?? reason, dependencies, build };
    }
    case 'ready': {
      const { health, reason, dependencies, build } = await readiness(spec.port);
      // The process is there, so something keeps it from answering.
      return { status: health === 'down' ? 'degraded' : health, reason, dependencies, build };
    }
  }
}

function postgresStatus({ postgres }: Supervisor): InfrastructureStatus | undefined {
  if (!postgres) return undefined;
  const { spec, keeper } = postgres;
  const { pid, reason, state } = keeper;
  return {
    name: POSTGRES,
    status: state === 'ready' || state === 'starting' ? state : 'down',
    port: spec.port,
    ...(pid !== undefined && { pid }),
    detail: state === 'waiting' ? `embedded; ${reason}` : `embedded; data in ${spec.home.folder}`,
  };
}

async function infrastructureStatus(
  { name, detail, address }: InfrastructureSpec,
  postgres: InfrastructureStatus | undefined,
): Promise<InfrastructureStatus> {
  if (address === null) return { name, status: postgres?.status ?? 'down', detail };
  const { host, port } = address;
  return { name, status: (await reachable(host, port)) ? 'ready' : 'down', port, detail };
}

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(CONNECT_WITHIN_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
