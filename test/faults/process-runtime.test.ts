import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AuroraError } from '../../cli/errors.ts';
import { identityOf } from '../../cli/runtimes/identity.ts';
import { layoutOf } from '../../cli/runtimes/layout.ts';
import { takenPorts } from '../../cli/runtimes/ports/probe.ts';
import { processRuntime } from '../../cli/runtimes/process/runtime.ts';
import { until } from '../../shared/testing/index.ts';
import { childOf, type FixtureFleet, fixtureFleet, processesWith } from '../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

const ALONE = { services: ['gateway'] };
const WITH_DATABASE = { services: ['config', 'order'] };

afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('FIXTURE_')) delete process.env[name];
});

async function supervisorOf({ fleet }: FixtureFleet): Promise<number> {
  return (await processRuntime.observe(fleet))?.supervisor?.pid ?? Number.NaN;
}

async function postgresOf({ fleet }: FixtureFleet): Promise<number> {
  const status = await processRuntime.observe(fleet);
  return status?.infrastructure.find(({ name }) => name === 'postgres')?.pid ?? Number.NaN;
}

/** Services, supervisor, database. */
async function nothingRuns(fixture: FixtureFleet, postgres?: number): Promise<boolean> {
  const own = await processesWith(fixture.root);
  return own.length === 0 && (postgres === undefined || !isAlive(postgres));
}

/** One that is dead and only not waited for is none. */
function isAlive(pid: number): boolean {
  return identityOf(pid) !== null;
}

async function failureOf(work: Promise<unknown>): Promise<AuroraError> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof AuroraError) return error;
  throw new Error('it did not fail as it should', { cause: error });
}

describe('a service that is killed', () => {
  it('is back, and nobody else notices', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await fixture.up();
    const [config, order] = [await fixture.pidOf('config'), await fixture.pidOf('order')];
    process.kill(order, 'SIGKILL');
    await until(async () => {
      const status = await processRuntime.observe(fixture.fleet);
      const service = status?.services.find(({ name }) => name === 'order');
      return service?.status === 'ready' && service.instances[0]?.restarts === 1;
    });
    expect(await fixture.pidOf('order')).not.toBe(order);
    expect(await fixture.pidOf('config')).toBe(config);
  });
});

describe('a supervisor that is killed', () => {
  it('leaves nothing behind, and the next up works', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    const running = await fixture.up();
    const postgres = await postgresOf(fixture);
    process.kill(await supervisorOf(fixture), 'SIGKILL');
    await expect(running.ended).rejects.toMatchObject({ code: 'supervisor_died' });
    await until(() => nothingRuns(fixture, postgres));
    expect(await takenPorts(fixture.fleet.services.map(({ port }) => port))).toEqual([]);
    expect(await processRuntime.observe(fixture.fleet)).toBeNull();
    expect((await fixture.up()).status.services.map(({ status }) => status)).toEqual(['ready', 'ready']);
  });

  it('takes those with it that do not listen', async () => {
    process.env.FIXTURE_DEAF = 'gateway';
    await using fixture = await fixtureFleet(ALONE);
    await fixture.up();
    process.kill(await supervisorOf(fixture), 'SIGKILL');
    await until(() => nothingRuns(fixture));
  });

  it('takes the process with it that waits for the next change', async () => {
    await using fixture = await fixtureFleet(ALONE);
    await fixture.up({ watch: true });
    await appendFile(join(fixture.root, 'services/gateway/src/main.ts'), '// changed\n');
    await fixture.spareOf('gateway');
    process.kill(await supervisorOf(fixture), 'SIGKILL');
    await until(() => nothingRuns(fixture));
  });

  it('has a guardian that is replaced when it is killed itself', async () => {
    process.env.FIXTURE_DEAF = 'gateway';
    await using fixture = await fixtureFleet(ALONE);
    await fixture.up();
    const supervisor = await supervisorOf(fixture);
    const guardian = await childOf(supervisor, 'aurora-guardian');
    process.kill(guardian, 'SIGKILL');
    await until(async () => (await childOf(supervisor, 'aurora-guardian').catch(() => guardian)) !== guardian);
    process.kill(supervisor, 'SIGKILL');
    await until(() => nothingRuns(fixture));
  });

  it('killed together with its guardian, leaves what the next up ends', async () => {
    process.env.FIXTURE_DEAF = 'order';
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await fixture.up();
    const [postgres, order] = [await postgresOf(fixture), await fixture.pidOf('order')];
    const supervisor = await supervisorOf(fixture);
    process.kill(await childOf(supervisor, 'aurora-guardian'), 'SIGSTOP');
    const guardian = await childOf(supervisor, 'aurora-guardian');
    process.kill(supervisor, 'SIGKILL');
    process.kill(guardian, 'SIGKILL');
    await until(async () => (await processRuntime.observe(fixture.fleet)) === null);
    expect([isAlive(postgres), isAlive(order)]).toEqual([true, true]);

    delete process.env.FIXTURE_DEAF;
    await fixture.up();
    expect([isAlive(postgres), isAlive(order)]).toEqual([false, false]);
  });

  it('killed together with its guardian, leaves what down ends', async () => {
    process.env.FIXTURE_DEAF = 'gateway';
    await using fixture = await fixtureFleet(ALONE);
    await fixture.up();
    const gateway = await fixture.pidOf('gateway');
    const supervisor = await supervisorOf(fixture);
    const guardian = await childOf(supervisor, 'aurora-guardian');
    process.kill(guardian, 'SIGSTOP');
    process.kill(supervisor, 'SIGKILL');
    process.kill(guardian, 'SIGKILL');
    await until(async () => (await processRuntime.observe(fixture.fleet)) === null);
    await fixture.down();
    expect(isAlive(gateway)).toBe(false);
  });
});

describe('PostgreSQL', () => {
  it('is back on its port when it was killed', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    const { status } = await fixture.up();
    const port = status.infrastructure[0]?.port;
    const pid = await postgresOf(fixture);
    process.kill(pid, 'SIGKILL');
    await until(async () => {
      const [postgres] = (await processRuntime.observe(fixture.fleet))?.infrastructure ?? [];
      return postgres?.status === 'ready' && postgres.pid !== pid && postgres.port === port;
    });
  });

  it('starts over what a crash of the machine has left', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await (await fixture.up()).stop();
    const folder = layoutOf(fixture.root).postgres;
    // By now the number belongs to somebody else: to this process.
    await writeFile(
      join(folder, 'data', 'postmaster.pid'),
      `${process.pid}\n${join(folder, 'data')}\n1\n5432\n\n\n\n\n`,
    );
    await mkdir(join(folder, 'draft-abandoned', 'data'), { recursive: true });
    const { status } = await fixture.up();
    expect(status.infrastructure[0]).toMatchObject({ name: 'postgres', status: 'ready' });
  });
});

describe('up', () => {
  it('shows why a service crashed at its start, and leaves nothing half up', async () => {
    process.env.FIXTURE_CRASH = 'order';
    await using fixture = await fixtureFleet(WITH_DATABASE);
    const error = await failureOf(fixture.up());
    expect(error).toMatchObject({ code: 'not_started', exit: 'startup', message: 'order exited with code 3.' });
    expect(error.details).toEqual(['no such setting: FLUX_CAPACITOR']);
    expect(error.next).toBe('aurora logs --service order');
    expect(await nothingRuns(fixture)).toBe(true);
  });

  it('takes back only what it has added to a fleet that ran', async () => {
    process.env.FIXTURE_CRASH = 'order';
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await fixture.up({ services: ['config'] });
    expect((await failureOf(fixture.up())).message).toBe('order exited with code 3.');
    const status = await processRuntime.observe(fixture.fleet);
    expect(status?.services.map(({ name, status: health }) => [name, health])).toEqual([
      ['config', 'ready'],
      ['order', 'down'],
    ]);
  });

  it('stops on its way when it is told to', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    const abort = new AbortController();
    const upping = failureOf(fixture.up({ signal: abort.signal }));
    await until(async () => (await processRuntime.observe(fixture.fleet)) !== null);
    abort.abort();
    expect(await upping).toMatchObject({ code: 'interrupted', exit: 'interrupted' });
    expect(await nothingRuns(fixture)).toBe(true);
  });

  it('names who holds a port that it needs', async () => {
    await using fixture = await fixtureFleet(ALONE);
    const { port } = fixture.fleet.services[0] ?? { port: 0 };
    const server = createServer().listen(port, '127.0.0.1');
    try {
      const error = await failureOf(fixture.up());
      expect(error).toMatchObject({ code: 'port_taken', exit: 'machine', message: `Port ${port} is taken.` });
      expect(error.details[0]).toContain(`process ${process.pid}: `);
      expect(error.next).toContain('aurora up --isolated');
      expect(await nothingRuns(fixture)).toBe(true);
    } finally {
      server.close();
    }
  });

  it('names another fleet that has its ports, and runs beside it with ports of its own', async () => {
    await using first = await fixtureFleet(ALONE);
    const port = first.fleet.services[0]?.port ?? 0;
    await using second = await fixtureFleet({ ...ALONE, ports: { gateway: port } });
    await first.up();
    const error = await failureOf(second.up());
    expect(error.details[0]).toContain(`${port}, which gateway needs, is held by the fleet in ${first.root} (process `);
    expect(error.next).toContain(`cd ${first.root} && aurora down`);

    const { status } = await second.up({ isolated: true });
    const isolated = status.services[0]?.port;
    expect(isolated).not.toBe(port);
    expect(await first.get('gateway', '/health/ready')).toMatchObject({ status: 'ready' });
    expect(await second.get('gateway', '/health/ready')).toMatchObject({ status: 'ready' });

    await second.down();
    expect((await second.up({ isolated: true })).status.services[0]?.port).toBe(isolated);
  });
});
