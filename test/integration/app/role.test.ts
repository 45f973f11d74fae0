import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { Role } from '../../../shared/app/role.ts';
import { type CloudEvent, connectBroker, createEvent, type EventBroker } from '../../../shared/events/index.ts';
import { migrate, type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { startProcess } from '../../shared/app/support/process.ts';
import { type RunningService, startService } from '../../shared/app/support/service.ts';
import { readableLog } from '../../support/log.ts';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';

const MIGRATIONS = join(resolve(import.meta.dirname, '../../..'), 'migrations/subject-service');
const PROGRAM = join(import.meta.dirname, 'support/role-process.ts');
const SUBJECTS = 7;

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

/** What two colours of a service do about events, on one broker. */
function colours(name: string, start: (parts: AsyncDisposableStack) => Promise<string>, flips: number): void {
  describe(`two colours of a service on ${name}`, () => {
    const parts = new AsyncDisposableStack();
    let databaseUrl: string;
    let brokerUrl: string;
    let folder: string;
    let publisher: EventBroker;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aurora-test-role-'));
      parts.defer(() => rm(folder, { recursive: true, force: true }));
      brokerUrl = await start(parts);
      databaseUrl = await postgres.createDatabase(`things_${name.length}`);
      await migrate(databaseUrl, MIGRATIONS);
      publisher = await connectBroker({ url: brokerUrl, fleet: 'test', service: 'order-service', log });
      parts.defer(() => publisher.close());
      await until(() => isUp(publisher));
    });
    afterAll(() => parts.disposeAsync());

    let scenario = 0;
    const world = () => {
      const verb = `happened-${++scenario}`;
      const type = `test.order-service.order.${verb}.v1`;
      let published = 0;
      return {
        type,
        consumer: `thing-service-${scenario}`,
        /** The next events, of each subject in turn. */
        async publish(count: number) {
          const events = Array.from({ length: count }, () => {
            const index = published++;
            const aggregateId = `order-${index % SUBJECTS}`;
            const aggregateVersion = 1 + Math.floor(index / SUBJECTS);
            const [fleet, service, entity] = ['test', 'order-service', 'order'];
            return createEvent({ fleet, service, entity, verb, aggregateId, aggregateVersion, data: {} });
          });
          const results = await publisher.publish(events);
          expect(results.every(({ outcome }) => outcome === 'sent')).toBe(true);
        },
        published: () => published,
        roleFile: (colour: string) => join(folder, `${colour}-${scenario}`),
      };
    };
    const put = (path: string, role: Role) => writeFile(path, `${role}\n`);

    /** A colour that handles events as `handle` says. */
    const run = async (
      { type, consumer, roleFile }: ReturnType<typeof world>,
      colour: string,
      role: Role,
      handle: (event: CloudEvent) => Promise<unknown>,
    ) => {
      const path = roleFile(colour);
      await put(path, role);
      const service = await startService(async () => undefined, {
        logLevel: 'warn',
        needs: { database: true, broker: true, configService: true },
        env: { DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl, ROLE_FILE: path },
        subscriptions: () => [{ consumer, types: [type], handle }],
      });
      const consuming = async () => (await readiness(service)).consuming;
      return {
        service,
        async become(role: Role) {
          await put(path, role);
          await until(
            async () => (await readiness(service)).role === role && (await consuming()) === (role === 'live'),
          );
        },
        /** Without waiting for what comes of it. */
        put: (role: Role) => put(path, role),
        [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
      };
    };

    it('the one on standby is ready and handles nothing, until it is live', async () => {
      const events = world();
      const seen: string[] = [];
      await using blue = await run(events, 'blue', 'live', async () => void seen.push('blue'));
      await using green = await run(events, 'green', 'standby', async () => void seen.push('green'));
      await until(async () => (await readiness(green.service)).status === 'ready');
      expect(await readiness(green.service)).toMatchObject({ role: 'standby', consuming: false });
      expect(await readiness(blue.service)).toMatchObject({ status: 'ready', role: 'live', consuming: true });
      await events.publish(20);
      await until(() => seen.length === 20);
      await blue.become('standby');
      await events.publish(20);
      await green.become('live');
      await until(() => seen.length === 40);
      expect(seen).toEqual([...Array(20).fill('blue'), ...Array(20).fill('green')]);
    });

    it(`each event is handled once and in order, though the roles change ${flips} times under a stream of them`, async () => {
      const events = world();
      const seen: { colour: string; subject: string; sequence: number }[] = [];
      const handled =
        (colour: string) =>
        async ({ subject, sequence }: CloudEvent) => {
          await pause(Math.random() * 5);
          seen.push({ colour, subject, sequence: Number(sequence) });
        };
      await using blue = await run(events, 'blue', 'live', handled('blue'));
      await using green = await run(events, 'green', 'standby', handled('green'));
      let isOver = false;
      const stream = (async () => {
        while (!isOver) await events.publish(10).then(() => pause(25));
      })();
      let [live, other] = [blue, green];
      for (let flip = 0; flip < flips; flip++) {
        await live.become('standby');
        const before = seen.length;
        await other.become('live');
        // Every second time something is handled first, every other time the next change comes at once.
        if (flip % 2 === 0) await until(() => seen.length > before);
        [live, other] = [other, live];
      }
      // Too fast to be waited for: the last one wins.
      for (const role of ['standby', 'live', 'standby', 'live', 'standby', 'live'] as const) await live.put(role);
      isOver = true;
      await stream;
      await until(() => seen.length >= events.published(), { withinMs: 60_000 });
      await Promise.all([live.become('standby'), other.become('standby')]);

      const expected = Array.from({ length: SUBJECTS }, (_, index) => `order-${index}`).map((subject, index) => {
        const count = Math.ceil((events.published() - index) / SUBJECTS);
        return [subject, Array.from({ length: count }, (_, each) => each + 1)];
      });
      const bySubject = Object.groupBy(seen, ({ subject }) => subject);
      const found = expected.map(([subject]) => [
        subject,
        bySubject[subject as string]?.map(({ sequence }) => sequence),
      ]);
      expect(found).toEqual(expected);
      expect(new Set(seen.map(({ colour }) => colour))).toEqual(new Set(['blue', 'green']));
    });

    // The embedded broker is that of the process runtime, which has no colours.
    if (name === 'RabbitMQ')
      it('one that is killed, on standby or live, loses nothing to the other', async () => {
        const { type, publish, published, roleFile } = world();
        const ledger = new pg.Pool({ connectionString: databaseUrl, max: 1 });
        await using _ledger = { [Symbol.asyncDispose]: () => ledger.end() };
        await ledger.query('CREATE TABLE ledger (colour text, subject text, sequence integer, at serial)');
        const colour = async (name: string, role: Role) => {
          await put(roleFile(name), role);
          const env = { PORT: '0', AUTH_JWKS: '{"keys":[]}', DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl };
          const own = { EVENT_TYPE: type, INSTANCE_ID: name, ROLE_FILE: roleFile(name) };
          return startProcess({ ...env, ...own }, { program: PROGRAM });
        };
        const count = async (of: string) =>
          Number((await ledger.query('SELECT count(*) FROM ledger WHERE colour = $1', [of])).rows[0].count);

        await using blue = await colour('blue', 'live');
        await using green = await colour('green', 'standby');
        await using next = await colour('next', 'standby');
        await Promise.all([blue, green, next].map((each) => each.url()));
        await publish(50);
        green.child.kill('SIGKILL');
        await until(async () => (await count('blue')) === 50);

        await publish(250);
        await until(async () => (await count('blue')) > 60);
        blue.child.kill('SIGKILL');
        await put(roleFile('next'), 'live');
        const all = async () => (await count('blue')) + (await count('next'));
        await until(async () => (await all()) === published(), { withinMs: 60_000 });
        const { rows } = await ledger.query('SELECT subject, sequence FROM ledger ORDER BY at');
        for (const [subject, handled] of Object.entries(Object.groupBy(rows, (row) => String(row.subject)))) {
          const inOrder = handled?.map((_, index) => ({ subject, sequence: index + 1 }));
          expect(handled).toEqual(inOrder);
        }
        expect(await count('green')).toBe(0);

        // One that is told to end does so in time, with events in hand; what it has not handled waits for the next.
        await publish(250);
        await until(async () => (await all()) > published() - 240);
        next.child.kill('SIGTERM');
        expect(await next.exitCode()).toBe(0);
        expect(next.lines().at(-1)).toMatchObject({ msg: 'drained' });
        const connections =
          'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
        expect((await ledger.query(connections)).rows).toEqual([{ count: '0' }]);
        const { waiting } = await publisher.backlog('ledger-service');
        expect((await all()) + waiting).toBe(published());
      });
  });
}

const readiness = async ({ app }: RunningService) => (await app.inject('/health/ready')).json();

async function isUp(broker: EventBroker): Promise<boolean> {
  return broker.ping().then(
    () => true,
    () => false,
  );
}

colours('the embedded broker', () => postgres.createDatabase('broker'), 4);

if (rabbitMissing) it.skip(`RabbitMQ; ${rabbitMissing}`, () => undefined);
else colours('RabbitMQ', async (parts) => parts.use(await startRabbit()).url, 20);
