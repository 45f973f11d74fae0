import type { Fleet, Service } from '../config/model.ts';
import { HELD_BY_INSTANCE, HELD_REQUESTS, POOL } from './bounds.ts';
import type { Capacity, ServicePlan, Wish } from './contract.ts';
import { demandOf } from './demand.ts';
import type { Figures, Work } from './figures/contract.ts';
import { limitsOf } from './limits.ts';

/** How many replicas of what a rate of arrivals takes. */
export function planCapacity(fleet: Fleet, wish: Wish, figures: Figures): Capacity {
  const { rps, mix, busy, spare } = wish;
  const demand = demandOf(fleet, mix, rps, figures);
  const callers = fleet.services
    .filter(({ kind }) => kind !== 'config')
    .map((service) => planService(service, demand.get(service.name) as Work, wish, figures));
  const instances = callers.reduce((sum, { replicas }) => sum + replicas, 0);
  const all = fleet.services.map(
    (service) => callers.find(({ name }) => name === service.name) ?? planConfig(service, instances, wish, figures),
  );
  const sum = (of: (each: ServicePlan) => number) => all.reduce((total, each) => total + of(each), 0);
  const ends = all.flatMap(({ name, enoughFor }) => (enoughFor === null ? [] : [{ service: name, at: enoughFor }]));
  const gateways = sum(({ kind, replicas }) => (kind === 'gateway' ? replicas : 0));
  const replicas = sum((each) => each.replicas);
  return {
    rps,
    mix,
    busy,
    spare,
    services: all,
    totals: {
      replicas,
      cores: sum(({ cores }) => cores),
      memoryMb: sum(({ memoryMb }) => memoryMb),
      databaseConnections: sum(({ databaseConnections }) => databaseConnections.most),
      databaseCores: sum(({ databaseConnections }) => databaseConnections.atWork),
      brokerConnections: replicas - gateways,
      cacheConnections: fleet.infrastructure.cache.engine === 'none' ? 0 : gateways,
    },
    first: ends.toSorted((a, b) => a.at - b.at)[0] ?? null,
    limits: limitsOf(all, wish),
  };
}

function planService(service: Service, work: Work, { rps, busy, spare }: Wish, figures: Figures): ServicePlan {
  const { name, kind, replicas: configured } = service;
  const processes = service.kind === 'gateway' ? service.workers : 1;
  const cores = work.cpuMs / 1000;
  const atWork = work.databaseMs / 1000;
  // JavaScript runs on one processor of each process.
  const byProcessor = cores / (busy * processes);
  const byPool = atWork / (busy * POOL);
  const needed = Math.max(1, Math.ceil(byProcessor), Math.ceil(byPool));
  const inFolder = service.kind === 'file' && service.storage.driver === 'local';
  const replicas = inFolder ? 1 : needed + spare;
  const load = Math.max(byProcessor, byPool);
  return {
    name,
    kind,
    configured,
    replicas,
    because: inFolder
      ? 'files in a folder'
      : needed === 1
        ? 'one is enough'
        : byProcessor >= byPool
          ? 'processor'
          : 'pool',
    requests: work.requests,
    cores,
    memoryMb: replicas * processes * (figures.memoryMb[kind] ?? 0),
    databaseConnections: { atWork, most: kind === 'gateway' ? 0 : replicas * POOL },
    published: work.published,
    handled: work.handled,
    enoughFor: load === 0 ? null : (rps * configured) / load,
  };
}

/** It serves no arrivals: how many there are of it follows from how many follow it. */
function planConfig(
  { name, kind, replicas: configured }: Service,
  instances: number,
  { spare }: Wish,
  figures: Figures,
): ServicePlan {
  const needed = Math.max(1, Math.ceil((instances * HELD_BY_INSTANCE) / HELD_REQUESTS));
  const replicas = needed + spare;
  return {
    name,
    kind,
    configured,
    replicas,
    because: needed === 1 ? 'one is enough' : 'held requests',
    requests: 0,
    cores: 0,
    memoryMb: replicas * (figures.memoryMb[kind] ?? 0),
    databaseConnections: { atWork: 0, most: replicas * POOL },
    published: 0,
    handled: 0,
    enoughFor: null,
  };
}
