import { join } from 'node:path';
import { loadFleet } from '../../../../../cli/config/load.ts';
import type { Fleet } from '../../../../../cli/config/model.ts';
import { parseExposition } from '../../../../../cli/dashboard/server/collect/exposition.ts';
import { gaugesOf } from '../../../../../cli/dashboard/server/collect/gauges.ts';
import { History } from '../../../../../cli/dashboard/server/collect/history.ts';
import { Increases } from '../../../../../cli/dashboard/server/collect/increases.ts';
import { intervalOf } from '../../../../../cli/dashboard/server/collect/interval.ts';
import { pointOf } from '../../../../../cli/dashboard/server/collect/point.ts';
import type { Seen } from '../../../../../cli/dashboard/server/collect/seen.ts';
import type { Known, Look } from '../../../../../cli/dashboard/server/picture/known.ts';
import type { FleetStatus, InfrastructureStatus, ServiceStatus } from '../../../../../cli/runtimes/contract.ts';
import { repository } from '../../../../support/aurora.ts';

export const NOW = Date.parse('2026-11-26T12:00:00.000Z');

export const ownFleet = (): Promise<Fleet> => loadFleet({ file: join(repository, 'aurora.config.yaml') });

/** What a service is seen to do that has said this after ten seconds. */
export function seen(text: string): Seen {
  const counters = new Increases();
  counters.since([]);
  const samples = parseExposition(text, () => true);
  const window = intervalOf(counters.since(samples) ?? [], 10);
  const gauges = gaugesOf(samples);
  return { at: NOW, gauges, window, point: pointOf(window, window, gauges) };
}

export function look(text = '', more: Partial<Look> = {}): Look {
  return { seen: seen(text), dependencies: [], waitedMs: 0, trouble: undefined, history: new History(), ...more };
}

const INFRASTRUCTURE: InfrastructureStatus[] = [
  { name: 'postgres', status: 'ready', port: 5432 },
  { name: 'broker', status: 'ready' },
];

export interface Wish {
  readonly looks?: Readonly<Record<string, Look>>;
  /** Of services and infrastructure, by name; those that are not named are ready. */
  readonly status?: Readonly<Record<string, Partial<ServiceStatus & InfrastructureStatus>>>;
  readonly known?: Partial<Known>;
}

/** The fleet of this repository as it is seen, ready unless something else is wished for. */
export function knownOf(fleet: Fleet, { looks = {}, status = {}, known = {} }: Wish = {}): Known {
  const services = fleet.services.map(({ name, port }): ServiceStatus => {
    return { name, status: 'ready', port, url: `http://127.0.0.1:${port}`, instances: [], ...status[name] };
  });
  const infrastructure = INFRASTRUCTURE.map((part) => ({ ...part, ...status[part.name] }));
  const running: FleetStatus = {
    fleet: fleet.name,
    runtime: 'process',
    services,
    infrastructure,
    supervisor: { pid: 1 },
  };
  const up = services.filter((service) => service.status !== 'down');
  return {
    at: NOW,
    config: { fleet, drift: false, mistake: undefined },
    status: running,
    trouble: undefined,
    looks: new Map(up.map(({ name }) => [name, looks[name] ?? look()])),
    revivals: [],
    failures: [],
    ...known,
  };
}
