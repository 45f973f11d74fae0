import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect } from 'amqplib';
import { PUBLIC_IMAGES } from '../../../../cli/runtimes/docker/images/public.ts';
import { until } from '../../../../shared/testing/index.ts';
import { type ContainerOptions, startContainer } from '../../../support/container.ts';
import { dockerMissing } from '../../../support/docker.ts';

const PASSWORD = 'correct-horse';
/** Databases begin with nothing, on a machine that does more. */
jest.setTimeout(120_000);

const DATABASE_USER = '999:999';

/** What the public images promise, and a fleet builds upon: true of them as of their stand-ins. */
if (dockerMissing) it.skip(`images need an engine: ${dockerMissing}`, () => undefined);
else
  describe('a container of', () => {
    let folder: string;
    let postgres: ContainerOptions;
    let mariadb: ContainerOptions;
    let rabbitmq: ContainerOptions;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aurora-test-images-'));
      const files = {
        password: PASSWORD,
        'rabbitmq.conf': 'loopback_users = none\nlog.console = true\n',
        'haproxy.cfg': [
          'defaults',
          ' mode http',
          ' timeout client 5s',
          'frontend all',
          ' bind :8080',
          ' http-request return status 200 content-type text/plain string here',
          '',
        ].join('\n'),
        'init/1.sql': 'CREATE TABLE made (n int);',
        'init/2.sh': 'echo from a shell',
        'init-mariadb/1.sql': 'CREATE DATABASE made;',
      };
      for (const [name, contents] of Object.entries(files)) {
        const file = join(folder, name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, contents);
      }
      // Read by the containers' users.
      await chmod(folder, 0o755);
      postgres = {
        image: PUBLIC_IMAGES.postgres,
        environment: { POSTGRES_USER: 'admin', POSTGRES_DB: 'school', POSTGRES_PASSWORD_FILE: '/given/password' },
        data: '/var/lib/postgresql',
        tmpfs: ['/tmp', '/run/postgresql'],
        mounts: { '/given': folder, '/docker-entrypoint-initdb.d': join(folder, 'init') },
      };
      mariadb = {
        image: PUBLIC_IMAGES.mariadb,
        environment: { MARIADB_ROOT_PASSWORD_FILE: '/given/password' },
        data: '/var/lib/mysql',
        tmpfs: ['/tmp', '/run/mysqld'],
        mounts: { '/given': folder, '/docker-entrypoint-initdb.d': join(folder, 'init-mariadb') },
      };
      rabbitmq = {
        image: PUBLIC_IMAGES.rabbitmq,
        environment: {
          RABBITMQ_CONFIG_FILE: '/given/rabbitmq.conf',
          RABBITMQ_LOG_BASE: '/tmp',
          RABBITMQ_NODENAME: 'rabbit@localhost',
        },
        data: '/var/lib/rabbitmq',
        tmpfs: ['/tmp'],
        mounts: { '/given': folder },
      };
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('PostgreSQL makes its database as nobody but its user, lets psql in by password, and keeps its data', async () => {
      await using server = await startContainer({ ...postgres, user: DATABASE_USER });
      const sql = (statement: string) => [
        ...['env', `PGPASSWORD=${PASSWORD}`, 'psql', '-h', '127.0.0.1', '-U', 'admin', '-d', 'school'],
        ...['-v', 'ON_ERROR_STOP=1', '-Atc', statement],
      ];
      await server.untilExec(...sql('INSERT INTO made VALUES (7)'));
      await server.restart();
      expect(await server.untilExec(...sql('SELECT n FROM made'))).toBe('7');
      expect(await server.exec(...sql("SELECT current_setting('server_version_num')::int / 10000"))).toBe('18');
      expect(await server.exec('cat', '/var/lib/postgresql/18/docker/PG_VERSION')).toBe('18');
    });

    it('MariaDB makes its database as nobody but its user, lets root in by password, and keeps its data', async () => {
      await using server = await startContainer({ ...mariadb, user: DATABASE_USER });
      const sql = (statement: string) => [
        ...['env', `MYSQL_PWD=${PASSWORD}`, 'mariadb', '-h', '127.0.0.1', '-u', 'root', '-Ne', statement],
      ];
      await server.untilExec(...sql('CREATE TABLE made.things AS SELECT 7 AS n'));
      await server.restart();
      expect(await server.untilExec(...sql('SELECT n FROM made.things'))).toBe('7');
      await server.exec('healthcheck.sh', '--connect', '--innodb_initialized');
    });

    it('RabbitMQ gives quorum queues that survive it, and shows itself to its administrator', async () => {
      await using broker = await startContainer({ ...rabbitmq, user: DATABASE_USER, ports: [5672, 15672] });
      const open = async () => {
        const url = `amqp://guest:guest@127.0.0.1:${await broker.port(5672)}`;
        return disposable(await until(() => connect(url).catch(() => undefined), { withinMs: 100_000 }));
      };
      {
        await using connection = await open();
        const channel = await connection.createConfirmChannel();
        await channel.assertQueue('things', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
        channel.sendToQueue('things', Buffer.from('one'), { persistent: true });
        await channel.waitForConfirms();
      }
      await broker.restart();
      await using connection = await open();
      const channel = await connection.createChannel();
      const message = await until(async () => (await channel.get('things')) || undefined);
      expect(message.content.toString()).toBe('one');
      const overview = `http://127.0.0.1:${await broker.port(15672)}/api/overview`;
      const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
      expect((await until(() => fetch(overview, { headers }).catch(() => undefined))).status).toBe(200);
    });

    it('Redis answers, and writes into its folder', async () => {
      await using cache = await startContainer({ image: PUBLIC_IMAGES.redis, user: DATABASE_USER, data: '/data' });
      expect(await cache.untilExec('redis-cli', 'ping')).toBe('PONG');
      expect(await cache.exec('redis-cli', 'save')).toBe('OK');
    });

    it('HAProxy listens as nobody but its user', async () => {
      await using edge = await startContainer({
        image: PUBLIC_IMAGES.haproxy,
        user: '99:99',
        mounts: { '/usr/local/etc/haproxy/haproxy.cfg': join(folder, 'haproxy.cfg') },
        ports: [8080],
      });
      const url = `http://127.0.0.1:${await edge.port(8080)}/`;
      const answer = await until(() => fetch(url).catch(() => undefined));
      expect(await answer.text()).toBe('here');
    });

    it('Node runs as the user node, with npm', async () => {
      await using node = await startContainer({ image: PUBLIC_IMAGES.node, user: 'node', command: ['sleep', '600'] });
      expect(await node.exec('node', '-p', 'parseInt(process.version.slice(1)) + " " + process.getuid()')).toBe(
        '24 1000',
      );
      expect(await node.exec('npm', '--version')).toMatch(/^\d+\./);
    });

    it.each(['postgres', 'mariadb', 'rabbitmq', 'redis', 'haproxy'] as const)(
      '%s that may begin as root does not stay it',
      async (name) => {
        const given: Record<string, ContainerOptions> = { postgres, mariadb, rabbitmq };
        const configuration = { '/usr/local/etc/haproxy/haproxy.cfg': join(folder, 'haproxy.cfg') };
        await using server = await startContainer(given[name] ?? { image: PUBLIC_IMAGES[name], mounts: configuration });
        const owner = name === 'haproxy' ? '99' : '999';
        await until(async () => (await server.untilExec('stat', '-c', '%u', '/proc/1')) === owner);
      },
    );
  });

function disposable<T extends { close(): Promise<void> }>(connection: T): T & AsyncDisposable {
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.close() });
}
