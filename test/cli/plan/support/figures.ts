import type { Figures, Role, Work } from '../../../../cli/plan/figures/contract.ts';

const NOTHING: Work = { requests: 0, cpuMs: 0, databaseMs: 0, published: 0, handled: 0 };

/** Round ones, that can be multiplied by hand. */
export const FIGURES: Figures = {
  version: 1,
  measuredAt: '2026-01-02T03:04:05.000Z',
  fleet: 'shop',
  machine: {
    cpu: 'Test',
    cores: 2,
    memoryGb: 8,
    node: 'v24.0.0',
    runtime: 'process',
    database: 'postgres',
    broker: 'rabbitmq',
  },
  rate: 100,
  seconds: 10,
  traces: 0,
  load: 0.5,
  actions: {
    read: roles({ requests: 1, cpuMs: 0.1 }, { requests: 1, cpuMs: 0.4, databaseMs: 0.5 }, {}),
    create: roles(
      { requests: 1, cpuMs: 0.2 },
      { requests: 1, cpuMs: 1, databaseMs: 4, published: 1 },
      { requests: 0.5, cpuMs: 0.3, databaseMs: 1, handled: 1 },
    ),
    upload: roles({ requests: 1, cpuMs: 1 }, { requests: 1, cpuMs: 2 }, {}),
  },
  memoryMb: { gateway: 200, config: 100, domain: 300, file: 250 },
};

function roles(gateway: Partial<Work>, owner: Partial<Work>, neighbours: Partial<Work>): Record<Role, Work> {
  return {
    gateway: { ...NOTHING, ...gateway },
    owner: { ...NOTHING, ...owner },
    neighbours: { ...NOTHING, ...neighbours },
  };
}
