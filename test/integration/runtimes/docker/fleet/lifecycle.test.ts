import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../../../shared/testing/index.ts';
import { type FleetOfContainers, fleetOfContainers } from '../../../../support/containers/fleet-of-containers.ts';
import { dockerMissing } from '../../../../support/docker.ts';
import { LONG } from '../../../../support/long.ts';

const PATIENT = { withinMs: 120_000 };
const MAIN = 'services/subject-service/src/main.ts';
const SUBJECT = 'subject-service';

if (dockerMissing) it.skip(`containers need an engine: ${dockerMissing}`, () => undefined);
else
  describe('a fleet in containers', () => {
    let fleet: FleetOfContainers;
    const added: string[] = [];

    beforeAll(async () => {
      fleet = await fleetOfContainers();
    }, 60_000);
    afterAll(async () => {
      await fleet?.[Symbol.asyncDispose]();
      for (const image of added) await fleet.engine.getImage(image).remove({ force: true });
    }, 120_000);

    const containerOf = async (part: string) => fleet.engine.getContainer((await fleet.ids()).get(part) ?? '');
    const changed = async (before: ReadonlyMap<string, string>) => {
      const after = await fleet.ids();
      return [...after].flatMap(([part, id]) => (before.get(part) === id ? [] : [part]));
    };
    /** Of the service that is changed here. */
    const noteImage = async () => added.push((await (await containerOf(SUBJECT)).inspect()).Image);
    const subjects = (sql: string) => {
      const shell = fleet.start(['db', 'shell', SUBJECT]);
      shell.process.stdin?.end(sql);
      return shell.ended;
    };

    it('is planned from nothing without a change to anything', async () => {
      const plan = await fleet.plan();
      expect(Object.fromEntries(plan)).toMatchObject({
        'create network': 'not there',
        'create postgres': 'not there',
        'create rabbitmq': 'not there',
        'create edge': 'not there',
        'create databases': 'one database and two logins for each service',
        [`migrate ${SUBJECT}`]: 'its database does not run yet',
        [`create ${SUBJECT}`]: 'not there',
        [`seed ${SUBJECT}`]: 'its database does not run yet',
        'create api-gateway': 'not there',
      });
      expect(await fleet.everything()).toEqual({ containers: [], volumes: [], networks: [] });
      expect(await fleet.status()).toBeNull();
    });

    it('is up once, and a second up has nothing to do', async () => {
      await fleet.up();
      expect((await fleet.status())?.services.map(({ status }) => status)).toEqual(Array(5).fill('ready'));
      expect(await fleet.plan()).toEqual(new Map());
      const before = await fleet.ids();
      await fleet.up();
      expect(await changed(before)).toEqual([]);
    }, 300_000);

    it('gets one image and one container for a change to one service', async () => {
      const before = await fleet.ids();
      await fleet.edit(MAIN, /$/, '\n// changed\n');
      expect(await fleet.plan()).toEqual(
        new Map([
          ['build images', `${SUBJECT}: the engine has no image of this code`],
          [`recreate ${SUBJECT}`, 'its image or its settings changed'],
        ]),
      );
      await fleet.up();
      await noteImage();
      expect(await changed(before)).toEqual([SUBJECT]);
    }, 300_000);

    it('keeps a service that does not start, with its last words, until the next up', async () => {
      await fleet.edit(MAIN, '// changed', "console.log('my last words');\nprocess.exit(3);");
      const failed = await fleet.aurora('up', '-d', '--isolated', '--json');
      await noteImage();
      expect(failed.exitCode).toBe(6);
      expect(failed.stdout + failed.stderr).toContain('my last words');
      // It does not try again and again.
      expect((await (await containerOf(SUBJECT)).inspect()).State.Status).toBe('exited');
      expect(await fleet.healthOf(SUBJECT)).toMatchObject({ status: 'down', reason: expect.stringMatching(/^exited/) });
      expect(await fleet.healthOf('config-service')).toMatchObject({ status: 'ready' });

      await fleet.edit(MAIN, "console.log('my last words');\nprocess.exit(3);", '// changed');
      await fleet.up();
      expect(await fleet.healthOf(SUBJECT)).toMatchObject({ status: 'ready' });
      expect(await fleet.plan()).toEqual(new Map());
    }, 300_000);

    it('tells what was done to its containers by hand, and mends it by the next up', async () => {
      await (await containerOf('config-service')).remove({ force: true });
      await (await containerOf('file-service')).stop();
      await (await containerOf('syllabus-service')).kill();
      await (await containerOf(SUBJECT)).pause();
      await (await containerOf('postgres')).stop();
      const now = await fleet.status();
      const told = [...(now?.services ?? []), ...(now?.infrastructure ?? [])].filter(({ status }) => status === 'down');
      const reasons = told.map((part) => [part.name, 'reason' in part ? part.reason : 'detail' in part && part.detail]);
      expect(Object.fromEntries(reasons)).toEqual({
        'config-service': 'not created',
        'file-service': expect.stringMatching(/^exited \(0\)/),
        'syllabus-service': expect.stringMatching(/^exited \(137\)/),
        [SUBJECT]: 'it is paused',
        postgres: expect.stringMatching(/^exited \(0\)/),
      });
      expect(Object.fromEntries(await fleet.plan())).toMatchObject({
        'create config-service': 'not there',
        'start file-service': expect.stringMatching(/^exited/),
        'start syllabus-service': expect.stringMatching(/^exited/),
        [`recreate ${SUBJECT}`]: 'it is paused',
        'start postgres': expect.stringMatching(/^exited/),
      });
      await fleet.up();
      expect((await fleet.status())?.services.map(({ status }) => status)).toEqual(Array(5).fill('ready'));
      expect((await subjects('SELECT count(*) FROM subjects')).stdout).toMatch(/^ +5$/m);
    }, 300_000);

    it('runs SQL that is piped in, with a login that may change no table', async () => {
      const read = await subjects("SELECT code FROM subjects WHERE code = 'CS-101';");
      expect([read.exitCode, read.stdout]).toEqual([0, expect.stringContaining('CS-101')]);
      const refused = await subjects('DROP TABLE subjects;');
      expect(refused.stderr).toContain('must be owner of table subjects');
    });

    it('runs commands in a service, with what is piped in, and ends as they do', async () => {
      const code =
        'process.stdin.on("data", (text) => process.stdout.write(String(text).toUpperCase())).on("end", () => process.exit(7))';
      const echo = fleet.start(['exec', SUBJECT, '--', 'node', '-e', code]);
      echo.process.stdin?.end('piped');
      expect(await echo.ended).toEqual({ exitCode: 7, stdout: 'PIPED', stderr: '' });
      expect((await fleet.aurora('exec', SUBJECT, '--', 'sh', '-c', 'exit 127')).exitCode).toBe(127);
      const unknown = await fleet.aurora('exec', SUBJECT, '--', 'no-such-program');
      expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('no-such-program cannot be run')]);
    });

    it('restarts what it is told to, whose log is followed from one life to the next', async () => {
      const log = fleet.start(['logs', '-f', '--json', '--since', '1s', '--service', SUBJECT]);
      const lives = () => log.output().match(/(?<="msg":")(drained|Server listening)/g);
      try {
        const before = await fleet.ids();
        expect((await fleet.aurora('restart', SUBJECT)).exitCode).toBe(0);
        expect(await changed(before)).toEqual([]);
        await until(() => lives()?.includes('Server listening') === true, PATIENT);
      } finally {
        log.process.kill('SIGINT');
      }
      expect((await log.ended).exitCode).toBe(0);
      expect([...new Set(lives())]).toEqual(['drained', 'Server listening']);
    }, 120_000);

    // What is killed there is in interrupted.test.ts.
    if (LONG)
      it('lets a service run on a terminal for as long as somebody looks at it', async () => {
        const before = await fleet.ids();
        const run = fleet.start(['run', SUBJECT]);
        await until(() => run.output().includes('listening'), PATIENT);
        run.process.kill('SIGINT');
        expect((await run.ended).exitCode).toBe(0);
        expect(await changed(before)).toEqual([]);
        await until(async () => (await fleet.healthOf(SUBJECT))?.status === 'ready', PATIENT);
        expect(await fleet.plan()).toEqual(new Map());
      }, 180_000);

    it('goes with down, but for its data, which the next up finds', async () => {
      await subjects("UPDATE subjects SET name = 'kept' WHERE code = 'CS-101';");
      expect((await fleet.aurora('down')).exitCode).toBe(0);
      const { containers, networks, volumes } = await fleet.everything();
      expect([containers, networks]).toEqual([[], []]);
      expect(volumes.filter(({ Name }) => Name.endsWith('-files'))).toEqual([]);
      await fleet.up('config-service');
      expect([...(await fleet.ids()).keys()].sort()).toEqual(['config-service', 'edge', 'postgres', 'rabbitmq']);
      const { stdout } = await subjects("SELECT name FROM subjects WHERE code = 'CS-101';");
      expect(stdout).toContain('kept');
    }, 300_000);

    it('goes with down --volumes as if it had never been', async () => {
      expect((await fleet.aurora('down', '--volumes')).exitCode).toBe(0);
      expect(await fleet.everything()).toEqual({ containers: [], volumes: [], networks: [] });
      const again = await fleet.aurora('down', '--volumes');
      expect([again.exitCode, again.stdout]).toEqual([0, expect.any(String)]);
    }, 120_000);
  });
