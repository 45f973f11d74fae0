import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Docker from 'dockerode';
import pg from 'pg';
import { build } from '../../../../cli/actions/build.ts';
import { migrationFiles } from '../../../../cli/migrate/files.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import { connectEngine, type Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { provideImages } from '../../../../cli/runtimes/docker/stage/images.ts';
import { type StartedPostgres, startPostgres, until } from '../../../../shared/testing/index.ts';
import { dockerMissing } from '../../../support/docker.ts';
import { type FleetOfImages, fleetOfImages } from '../../../support/fleet-of-images.ts';

const SECRET = 'a-secret-that-nobody-may-find';
const never = new AbortController().signal;

if (dockerMissing) it.skip(`images need an engine: ${dockerMissing}`, () => undefined);
else
  describe('images', () => {
    let engine: Engine;
    let shop: FleetOfImages;
    const make = (services: readonly string[], signal = never) =>
      build(shop.fleet, { services, push: false, signal }, silentNarrator);
    const tagOf = async (service: string) => (await make([service]))[0]?.tag ?? '';

    beforeAll(async () => {
      engine = await connectEngine();
      shop = await fleetOfImages();
      const secrets = join(shop.root, '.aurora/run/secrets');
      await mkdir(secrets, { recursive: true });
      await writeFile(join(secrets, 'database.url'), SECRET);
      await writeFile(join(shop.root, 'services/subject-service/.env'), `DATABASE_URL=${SECRET}`);
      await make(['subject-service', 'api-gateway']);
    }, 300_000);
    afterAll(async () => shop[Symbol.asyncDispose]());

    it('are built where their sources have changed, and only then', async () => {
      const [unchanged] = await make(['subject-service']);
      expect(unchanged).toMatchObject({ state: 'unchanged', pushed: false });
      await shop.edit('services/subject-service/src/main.ts', /$/, '\n// changed\n');
      const [gateway, changed] = await make(['api-gateway', 'subject-service']);
      expect([gateway?.state, changed?.state]).toEqual(['unchanged', 'built']);
      expect(changed?.tag).not.toBe(unchanged?.tag);
    });

    it('serve as a user without rights on a root that is read-only, and end in order at SIGTERM', async () => {
      await using service = await start(engine, await tagOf('subject-service'), { command: ['node', 'main.mjs'] });
      const { Config } = await service.container.inspect();
      expect(Config.User).toBe('10001:10001');
      expect(Config.Healthcheck?.Test).toEqual(['CMD', 'node', 'healthcheck.mjs']);
      await until(async () => (await service.exec('node', 'healthcheck.mjs')) === 0);
      expect(await service.exec('node', '-e', "fs.writeFileSync('/app/main.mjs', '')")).not.toBe(0);
      await service.container.stop({ t: 30 });
      expect((await service.container.inspect()).State.ExitCode).toBe(0);
      expect(await service.output()).toContain('drained');
    });

    it('say that they are not healthy where the service is not there', async () => {
      await using idle = await start(engine, await tagOf('subject-service'), { command: ['sleep', '60'] });
      expect(await idle.exec('node', 'healthcheck.mjs')).toBe(1);
    });

    it('let a service write where its volumes are, and nowhere else', async () => {
      await using idle = await start(engine, await tagOf('subject-service'), {
        command: ['sleep', '60'],
        readonly: false,
      });
      for (const folder of ['state', 'storage']) {
        expect(await idle.exec('touch', `/var/lib/aurora/${folder}/file`)).toBe(0);
      }
      expect(await idle.exec('touch', '/app/file')).not.toBe(0);
    });

    it('point at the lines of the sources, which are not in them', async () => {
      await using broken = await fleetOfImages();
      await broken.edit('services/api-gateway/src/main.ts', /$/, "\n\nthrow new Error('at the end');\n");
      const [image] = await build(
        broken.fleet,
        { services: ['api-gateway'], push: false, signal: never },
        silentNarrator,
      );
      await using gateway = await start(engine, image?.tag ?? '', { command: ['node', 'main.mjs'] });
      await gateway.container.wait();
      expect(await gateway.output()).toMatch(/\/app\/services\/api-gateway\/src\/main\.ts:\d+/);
    });

    it('hold no secret, nothing of a run, no test', async () => {
      const image = engine.getImage(await tagOf('subject-service'));
      const layers = await buffer((await image.get()) as Readable);
      const told = Buffer.from(JSON.stringify([await image.inspect(), await image.history()]));
      const holding = (text: string) => [layers, told].some((part) => part.includes(text));
      expect(holding('healthcheck.mjs')).toBe(true);
      expect([SECRET, '.aurora/run', 'subject.test.ts', shop.root].filter(holding)).toEqual([]);
    });

    it('say what they are', async () => {
      const [image] = await make(['subject-service']);
      const { Config } = await engine.getImage(image?.tag ?? '').inspect();
      expect(Config.Labels).toMatchObject({
        'org.opencontainers.image.title': 'subject-service',
        'org.opencontainers.image.version': image?.version,
      });
    });

    it('apply their migrations, as the CLI does', async () => {
      await using postgres = await startPostgres();
      await postgres.createDatabase('subjects');
      const run = async () => {
        await using job = await start(engine, await tagOf('subject-service'), {
          command: ['node', 'migrate.mjs'],
          network: 'host',
          env: [`DATABASE_URL=${postgres.url('subjects')}`],
        });
        const { StatusCode } = await job.container.wait();
        const lines = (await job.output())
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        return { exitCode: StatusCode, lines };
      };
      const files = await migrationFiles(shop.fleet, 'subject-service');
      const names = files.map(({ name }) => name);
      const first = await run();
      expect(first).toMatchObject({ exitCode: 0 });
      expect(first.lines.filter(({ msg }) => msg === 'applied').map(({ name }) => name)).toEqual(names);
      expect(first.lines.at(-1)).toMatchObject({ msg: 'migrated', migrations: names });
      expect(await checksums(postgres)).toEqual(files.map(({ checksum }) => checksum));
      expect((await run()).lines).toMatchObject([{ msg: 'migrated', migrations: [] }]);

      await query(postgres, "UPDATE schema_migrations SET checksum = 'x' WHERE name LIKE '0001%'");
      const edited = await run();
      expect(edited.exitCode).toBe(1);
      expect(edited.lines).toMatchObject([
        { level: 'error', code: 'migration_edited', msg: expect.stringContaining('changed after it was applied') },
      ]);
    });

    it('that cannot be built say in which line', async () => {
      await using broken = await fleetOfImages();
      await broken.edit('services/subject-service/src/main.ts', /^/, 'const = 1;\n');
      const built = build(broken.fleet, { services: ['subject-service'], push: false, signal: never }, silentNarrator);
      await expect(built).rejects.toMatchObject({
        code: 'build_failed',
        details: expect.arrayContaining([
          expect.stringMatching(/^Step \d+\/\d+ : RUN node shared\/image\/make\.ts/),
          expect.stringContaining('services/subject-service/src/main.ts:1:'),
        ]),
        next: 'correct it, then: aurora build subject-service',
      });
    });

    it('that begin with one that cannot be had say so', async () => {
      await using broken = await fleetOfImages();
      await broken.edit('Dockerfile', /^ARG NODE_IMAGE=.*$/m, 'ARG NODE_IMAGE=registry.invalid/base:1');
      const built = build(broken.fleet, { services: ['api-gateway'], push: false, signal: never }, silentNarrator);
      await expect(built).rejects.toMatchObject({ code: 'image_missing' });
    });

    it('of an earlier version that are gone are not looked for by a name that anybody may have taken', async () => {
      const lost = {
        service: 'api-gateway',
        version: 'gone',
        image: `${shop.fleet.name}/api-gateway:gone`,
        digest: null,
      };
      await expect(provideImages(engine, shop.fleet, [lost], silentNarrator)).rejects.toMatchObject({
        code: 'image_missing',
        message: expect.stringContaining(`has no image ${lost.image}`),
        next: 'aurora build, from the code that it is made of',
      });
    });

    it('leave no tag behind when they are stopped on the way', async () => {
      await using stopped = await fleetOfImages();
      await stopped.edit('Dockerfile', 'RUN node shared/image', 'RUN sleep 600 && node shared/image');
      const stop = new AbortController();
      const began = Promise.withResolvers<void>();
      const narrator = {
        ...silentNarrator,
        step: <T>(_: string, work: (step: { note(text: string): void }) => Promise<T>) =>
          work({ note: (text) => text.includes('sleep 600') && began.resolve() }),
      };
      const built = build(stopped.fleet, { services: ['api-gateway'], push: false, signal: stop.signal }, narrator);
      await Promise.race([began.promise, built]);
      stop.abort();
      await expect(built).rejects.toMatchObject({ code: 'interrupted' });
      const tags = (await engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
      expect(tags.filter((tag) => tag.startsWith(`${stopped.fleet.name}/`))).toEqual([]);
      await until(async () => {
        const running = await engine.listContainers({ all: true });
        return !running.some(({ Command }) => Command.includes('sleep 600'));
      });
    });
  });

interface Started extends AsyncDisposable {
  readonly container: Docker.Container;
  /** The exit code of a command within it. */
  exec(...command: string[]): Promise<number | null>;
  /** What it has printed, once it has ended. */
  output(): Promise<string>;
}

interface Wish {
  readonly command: string[];
  readonly readonly?: boolean;
  readonly network?: string;
  readonly env?: string[];
}

/** As the runtime starts it: nothing that it does not need. */
async function start(
  engine: Engine,
  image: string,
  { command, readonly = true, network = 'none', env = [] }: Wish,
): Promise<Started> {
  const container = await engine.createContainer({
    Image: image,
    Cmd: command,
    Env: [
      'PORT=8000',
      'AUTH_JWKS={"keys":[]}',
      'DATABASE_URL=postgres://a:b@127.0.0.1:9/c',
      'BROKER_URL=amqp://127.0.0.1:9',
      ...env,
    ],
    HostConfig: {
      ReadonlyRootfs: readonly,
      Tmpfs: { '/tmp': '' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      NetworkMode: network,
    },
  });
  await container.start();
  return {
    container,
    async exec(...Cmd) {
      const exec = await container.exec({ Cmd });
      (await exec.start({ Detach: true })).resume();
      return until(async () => {
        const { Running, ExitCode } = await exec.inspect();
        return !Running && { ExitCode };
      }).then(({ ExitCode }) => ExitCode);
    },
    output: () => printed(container),
    [Symbol.asyncDispose]: () => container.remove({ force: true, v: true }),
  };
}

async function printed(container: Docker.Container): Promise<string> {
  const text = new PassThrough();
  const logs = await container.logs({ stdout: true, follow: true });
  container.modem.demuxStream(logs, text, text);
  logs.once('end', () => text.end());
  return (await buffer(text)).toString();
}

async function query(postgres: StartedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(postgres.url('subjects'));
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function checksums(postgres: StartedPostgres): Promise<unknown[]> {
  return (await query(postgres, 'SELECT checksum FROM schema_migrations ORDER BY name')).map(
    ({ checksum }) => checksum,
  );
}
