import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../../../../../cli/runtimes/docker/containers/frames.ts';
import { connectEngine, type Engine } from '../../../../../cli/runtimes/docker/engine.ts';
import { type Everything, everythingOf } from '../../../../support/containers/observed.ts';
import { secretsBelow } from '../../../../support/containers/secrets.ts';
import { dockerMissing } from '../../../../support/docker.ts';
import { LONG } from '../../../../support/long.ts';
import { type RealFleet, startRealFleet } from '../../../../support/real-fleet.ts';
import { describeRotation } from './rotation.ts';

const SERVICES = ['api-gateway', 'config-service', 'subject-service', 'file-service', 'syllabus-service'];
/** Each has some 300 MB to be read. */
const EXPORTED = LONG ? SERVICES : ['file-service'];

if (dockerMissing) it.skip(`containers need an engine: ${dockerMissing}`, () => undefined);
else
  describe('the containers of a fleet', () => {
    let engine: Engine;
    let fleet: RealFleet;
    let secrets: ReadonlyMap<string, readonly string[]>;
    let everything: Everything;

    beforeAll(async () => {
      engine = await connectEngine();
      fleet = await startRealFleet({ runtime: 'docker', cache: 'redis' });
      secrets = await secretsBelow(join(fleet.clone.root, '.aurora/run/secrets'));
      everything = await everythingOf(engine, fleet.clone.root);
    }, 600_000);
    afterAll(async () => fleet?.[Symbol.asyncDispose](), 60_000);

    const containers = () => everything.containers.map((each): [string, typeof each] => [each.Name, each]);
    /** The files whose secrets are in a text. */
    const found = (shown: string) =>
      [...secrets].flatMap(([file, forms]) => (forms.some((form) => shown.includes(form)) ? [file] : []));

    it('are those of services, database, broker, cache and edge, and have secrets', () => {
      expect(containers()).toHaveLength(SERVICES.length + 4);
      // Of nine logins of the database, five of the broker, the cache; keys of five services, for tokens, metrics, URLs and fingerprints.
      expect(secrets.size).toBe(9 + 5 + 1 + 5 + 1 + 1 + 1 + 1);
    });

    it('show no secret when they are inspected, nor do images, volumes and the network', async () => {
      expect(found(JSON.stringify(everything))).toEqual([]);
      const images = await Promise.all(
        everything.containers.map(async ({ Image }) => {
          const image = engine.getImage(Image);
          return [await image.inspect(), await image.history()];
        }),
      );
      expect(found(JSON.stringify(images))).toEqual([]);
    });

    it.each(EXPORTED)('have none in the files of the image of %s', async (service) => {
      const folder = await mkdtemp(join(tmpdir(), 'aurora-secrets-'));
      try {
        const patterns = join(folder, 'patterns');
        await writeFile(patterns, [...secrets.values()].flat().join('\n'), { mode: 0o600 });
        const grep = spawn('grep', ['--text', '--count', '--fixed-strings', '--file', patterns], {
          stdio: ['pipe', 'pipe', 'inherit'],
        });
        const ended = once(grep, 'close');
        const files = await engine.getContainer(await fleet.containerOf(service)).export();
        const [matches] = await Promise.all([text(grep.stdout), pipeline(files, grep.stdin)]);
        expect([matches, await ended]).toEqual(['0\n', [1, null]]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('log none, and have none in a command line', async () => {
      for (const [name, { Id }] of containers()) {
        const container = engine.getContainer(Id);
        const logs = textOf(await container.logs({ stdout: true, stderr: true, follow: false }));
        const processes = JSON.stringify(await container.top({ ps_args: 'axww' }));
        expect([name, found(logs), found(processes)]).toEqual([name, [], []]);
      }
    });

    it('have none that a command of the CLI tells, nor one in a service', async () => {
      const variables = ['exec', 'file-service', '--', 'node', '-p', 'JSON.stringify(process.env)'];
      const commands = [
        ['up', '-d', '--isolated', '--json'],
        ['up', '-d', '--isolated', '--dry-run', '--json'],
        ['status', '--json'],
        ['config', 'show', '--json'],
        ['migrate', 'status', '--json'],
        ['verify', '--json'],
        ['doctor', '--json'],
        ['logs', '--json'],
        ['logs'],
        variables,
      ];
      for (const command of commands) {
        const { exitCode, stdout, stderr } = await fleet.clone.aurora(...command);
        expect([command, exitCode, found(stdout + stderr)]).toEqual([command, 0, []]);
      }
    });

    it('may do little: another user than root, nothing to write on, no capabilities, no more privileges', () => {
      for (const [name, { Config, HostConfig }] of containers()) {
        expect({ name, ...Config, ...HostConfig }).toMatchObject({
          name,
          User: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
          ReadonlyRootfs: true,
          Privileged: false,
          CapDrop: ['ALL'],
          CapAdd: null,
          SecurityOpt: ['no-new-privileges:true'],
          Memory: expect.any(Number),
        });
        expect(HostConfig.Memory).toBeGreaterThan(0);
        expect(HostConfig.PidsLimit).toBeGreaterThan(0);
        expect(HostConfig.Binds).toBeNull();
      }
    });

    it('are not, as they see it themselves, more than that', async () => {
      const script = `
        const { readFileSync, writeFileSync } = require('node:fs');
        let refused;
        try { writeFileSync('/app/mine', ''); } catch ({ code }) { refused = code; }
        const status = readFileSync('/proc/self/status', 'utf8');
        const of = (name) => new RegExp('^' + name + ':\\\\s+(\\\\S+)', 'm').exec(status)?.[1];
        console.log(JSON.stringify({ refused, uid: of('Uid'), capabilities: of('CapBnd'), noNewPrivs: of('NoNewPrivs') }));
      `;
      const { stdout } = await fleet.clone.aurora('exec', 'file-service', '--', 'node', '-e', script);
      expect(JSON.parse(stdout)).toEqual({
        refused: 'EROFS',
        uid: '10001',
        capabilities: '0000000000000000',
        noNewPrivs: '1',
      });
    });

    it('are reached by this machine alone', () => {
      const published = containers().flatMap(([name, { NetworkSettings }]) =>
        Object.values(NetworkSettings.Ports).flatMap((bindings) =>
          (bindings ?? []).map(({ HostIp }) => [name, HostIp]),
        ),
      );
      expect(published.length).toBeGreaterThan(SERVICES.length);
      expect(published.filter(([, address]) => address !== '127.0.0.1')).toEqual([]);
    });

    // Last: the secrets that are looked for above are replaced.
    describeRotation(() => fleet.clone);
  });
