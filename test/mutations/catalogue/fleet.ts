import type { Mutation } from '../mutation.ts';

export const FLEET: readonly Mutation[] = [
  {
    defect: 'leases of dead instances hold a thousand times as long',
    file: 'services/config-service/src/generated/registry/repository.ts',
    from: "SELECT id, service FROM instances WHERE expires_at + $1 * INTERVAL '1 ms'",
    to: "SELECT id, service FROM instances WHERE expires_at + $1 * INTERVAL '1 s'",
    caughtBy: {
      project: 'services',
      file: 'services/config-service/test/registry.test.ts',
      test: 'a lease ends without heartbeats',
    },
  },
  {
    defect: 'an instance that the registry forgot does not come back',
    file: 'shared/registry/lease.ts',
    from: '      this.#rhythm = undefined;\n',
    to: '',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/registry/lease.test.ts',
      test: 'a lease is taken again when the registry has forgotten it',
    },
  },
  {
    defect: 'a relay goes on with what another may hold by now',
    file: 'shared/outbox/leases.ts',
    from: 'return performance.now() < this.#validUntil;',
    to: 'return true;',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/events/relay.test.ts',
      test: 'the relay trusts a lease for less long than others leave it alone',
    },
  },
  {
    defect: 'two runs of migrations at once',
    file: 'cli/migrate/lock.ts',
    from: '    await acquire(client, onWait, waitMs);\n',
    to: '',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/migrate/two-runs.test.ts',
      test: 'two runs of migrations on one database wait for each other, and apply each migration once',
    },
  },
];
