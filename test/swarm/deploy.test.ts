import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../shared/testing/index.ts';
import { repository } from '../support/aurora.ts';
import type { Clone } from '../support/clone.ts';
import { dockerMissing } from '../support/docker.ts';
import { type FleetOnSwarm, fleetOnSwarm } from '../support/swarm/fleet.ts';
import { meanwhile as metMeanwhile } from '../support/swarm/meanwhile.ts';
import { swarmMissing } from '../support/swarm/missing.ts';
import { DEPLOYS, smallFleet } from '../support/swarm/small-fleet.ts';

const missing = swarmMissing ?? dockerMissing;
const CONFIG = smallFleet('shop', DEPLOYS);
const SERVICES = ['api-gateway', 'config-service'];
const DEPLOY = ['deploy', '--blue-green', '--force'];

(missing ? describe.skip : describe)(`deploys on three hosts${missing ? `: ${missing}` : ''}`, () => {
  let fleet: FleetOnSwarm;
  let token: string;

  beforeAll(async () => {
    fleet = await fleetOnSwarm(prepare);
    await fleet.aurora('up', '-d');
    token = await fleet.token();
  }, 400_000);
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
  }, 120_000);

  const meanwhile = (hosts: readonly number[], work: () => Promise<unknown>) => metMeanwhile(fleet, token, hosts, work);

  /** Which colour of a service answers on a host, as it says itself. */
  const colourAt = async (host: number, service: string): Promise<string> => {
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    const answer = await fetch(`${await fleet.urlAt(host, service)}/metrics`, { headers });
    const colour = /^service_info\{.*colour="(\w+)"/m.exec(await answer.text())?.[1];
    if (!colour) throw new Error(`${service} on host ${host} answers ${answer.status}, and says no colour`);
    return colour;
  };
  const coloursAt = (host: number) => Promise.all(SERVICES.map((service) => colourAt(host, service)));

  /** Place → how many of its tasks run, and whether it gets the requests. */
  const places = async () => {
    const { services } = await fleet.status();
    return Object.fromEntries(
      services.flatMap(({ name, instances }) =>
        [...Map.groupBy(instances, ({ colour, live }) => `${name} ${colour} ${live ? 'live' : 'beside'}`)].map(
          ([place, those]) => [place, those.length],
        ),
      ),
    );
  };
  const [first, second] = [
    { 'api-gateway blue live': 3, 'config-service blue live': 2 },
    { 'api-gateway green live': 3, 'config-service green live': 2 },
  ];
  const beside = (live: object) =>
    Object.fromEntries(Object.entries(live).map(([place, count]) => [place.replace('live', 'beside'), count]));

  it('loses no request in a deploy of the whole fleet, nor in a rollback at once', async () => {
    const { well, history } = fleet.deploying;
    const met = await meanwhile([0, 1, 2], async () => {
      await well(...DEPLOY);
      expect(await places()).toEqual({ ...second, ...beside(first) });
      for (const host of [0, 1, 2]) expect(await coloursAt(host)).toEqual(['green', 'green']);
      await well('rollback');
      expect(await places()).toEqual({ ...first, ...beside(second) });
      for (const host of [0, 1, 2]) expect(await coloursAt(host)).toEqual(['blue', 'blue']);
    });
    expect(met.reasons).toEqual({});
    const switches = history().map(({ switchMs }) => switchMs);
    process.stdout.write(`switched in ${switches.toReversed().join(', ')} ms\n`);
  }, 400_000);

  it('brings up, scales and restarts what gets the requests, and leaves what stands beside it', async () => {
    const { well } = fleet.deploying;
    const met = await meanwhile([0, 1, 2], async () => {
      await well(...DEPLOY);
      const { steps } = JSON.parse(await fleet.aurora('up', '--dry-run', '--json'));
      expect(steps).toEqual([]);
      await fleet.aurora('scale', 'config-service=3');
      await fleet.aurora('restart', 'config-service');
      await fleet.aurora('up', '-d');
      expect(await places()).toEqual({ ...second, 'config-service green live': 3, ...beside(first) });
      // What comes next is as large.
      await well(...DEPLOY, '--service', 'config-service', '--canary', '50');
      expect(await places()).toMatchObject({ 'config-service blue live': 3, 'config-service green beside': 3 });
      await well('deploy', 'finish');
      expect(Object.keys(await places())).toEqual(['api-gateway green live', 'config-service blue live']);
    });
    expect(met.reasons).toEqual({});
  }, 600_000);

  it.each([
    ['stand', 'abort'],
    ['cutover', 'resume'],
  ] as const)(
    'loses nothing where the command is killed at %s: %s ends it',
    async (phase, ending) => {
      const { start, at, well, aurora } = fleet.deploying;
      const met = await meanwhile([0, 1, 2], async () => {
        const before = await coloursAt(1);
        const { process: child, ended } = start(...DEPLOY);
        const { id } = await at(phase);
        child.kill('SIGKILL');
        await ended;
        const refused = await aurora(...DEPLOY);
        expect([refused.exitCode, refused.said.error.code]).toEqual([1, 'deploy_unfinished']);
        const record = await well('deploy', `--${ending}`);
        expect([record.id, record.state]).toEqual([id, ending === 'resume' ? 'done' : 'undone']);
        const others = before.map((colour) => (colour === 'blue' ? 'green' : 'blue'));
        for (const host of [0, 1, 2]) expect(await coloursAt(host)).toEqual(ending === 'resume' ? others : before);
      });
      expect(met.reasons).toEqual({});
    },
    400_000,
  );

  it('has all hosts serve the same after one was cut off in the midst of it', async () => {
    const { start, at, aurora, history } = fleet.deploying;
    const met = await meanwhile([0, 1], async () => {
      const { ended } = start(...DEPLOY);
      await at('cutover');
      await fleet.swarm.cut(2);
      const { exitCode, said } = await ended;
      process.stdout.write(`ended with ${exitCode}: ${said.error?.code ?? said.state}\n`);
      const isOver = () => history()[0]?.state !== 'running';
      const resumed = async () => {
        if (!isOver()) await aurora('deploy', '--resume');
        return isOver();
      };
      await until(resumed, { withinMs: 120_000 });
    });
    // Reads: the edge, and the gateway, ask again what the lost host does not answer.
    expect(met.reasons).toEqual({});
    const [record] = history();
    expect(record?.state).toMatch(/^(done|undone)$/);
    const serving = await coloursAt(0);
    expect(await coloursAt(1)).toEqual(serving);
    await fleet.swarm.join(2);
    // An edge that was away asks the others what has come meanwhile.
    await until(async () => (await coloursAt(2).catch(() => [])).join() === serving.join(), { withinMs: 60_000 });
    await until(async () => (await fleet.status()).services.every(({ status }) => status === 'ready'), {
      withinMs: 120_000,
    });
  }, 600_000);
});

/** Two services whose code and contracts are theirs alone: what is tried out before a cutover has to be whole. */
async function prepare(copy: Clone): Promise<void> {
  await writeFile(join(copy.root, 'aurora.config.yaml'), CONFIG);
  const { exitCode, stderr } = await copy.aurora('generate');
  if (exitCode !== 0) throw new Error(`aurora generate: ${stderr}`);
  // The packages of the images are those in the lock file, which are here.
  const services = await readdir(join(repository, 'services'));
  const kept = ['Dockerfile', ...services.map((name) => join('services', name, 'package.json'))];
  await Promise.all(kept.map((path) => cp(join(repository, path), join(copy.root, path), { recursive: true })));
}
