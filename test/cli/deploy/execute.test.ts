import { describe, expect, it } from '@jest/globals';
import { execute, phasesLeft } from '../../../cli/deploy/execute.ts';
import type { DeployRecord } from '../../../cli/deploy/record.ts';
import { AuroraError } from '../../../cli/errors.ts';
import { deploymentOf, journalIn, newDeploy } from './support/deploys.ts';
import { type Fate, World } from './support/world.ts';

async function begin(fate: Fate = {}, wish: Parameters<typeof newDeploy>[1] = {}, signal?: AbortSignal) {
  const world = new World(['config', 'order'], fate);
  const set = { world, journal: journalIn(world), ...(signal && { signal }) };
  const record = await newDeploy(set, wish);
  return { world, deployment: deploymentOf(set, record) };
}

const namesOf = ({ phases }: DeployRecord) => phases.map(({ name }) => name);

describe('a deploy', () => {
  it('goes through its phases, each with its times, and leaves the versions of before warm', async () => {
    const { world, deployment } = await begin();
    const record = await execute(deployment);
    expect(namesOf(record)).toEqual([
      'check',
      'images',
      'make-room',
      'expand',
      'stand',
      'gate',
      'warm-up',
      'smoke',
      'cutover',
      'watch',
      'drain',
    ]);
    expect(record.phases.every(({ outcome, endedAt }) => outcome === 'done' && endedAt !== null)).toBe(true);
    expect(record).toMatchObject({
      state: 'done',
      warm: true,
      failure: null,
      undoing: false,
      drained: { requests: 0, left: 0 },
    });
    expect(record.services.map(({ to }) => to)).toMatchObject([{ digest: 'new', colour: 'green' }, { digest: 'new' }]);
    expect(record.migrations).toEqual([
      { service: 'config', phase: 'expand', names: ['config expand'] },
      { service: 'order', phase: 'expand', names: ['order expand'] },
    ]);
    expect(world.stands('config', 'blue')).toBe(true);
  });

  it('stops before the cutover where it was asked to, and gets no requests there', async () => {
    const { world, deployment } = await begin({}, { pause: true });
    const record = await execute(deployment);
    expect(record.state).toBe('paused');
    expect(namesOf(record).at(-1)).toBe('smoke');
    expect(world.version('config')).toBe('old');
    expect(world.stands('config', 'green')).toBe(true);
  });

  it('gives the new versions some of the requests first', async () => {
    const { world, deployment } = await begin({}, { canary: [5, 25] });
    const record = await execute(deployment);
    expect(record.phases.find(({ name }) => name === 'canary')?.notes).toEqual(['5 %', '25 %']);
    expect(world.weightOf('config')).toBe(0);
  });

  it.each<[string, Fate, object, readonly string[]]>([
    [
      'that is never ready',
      { neverReady: 'order' },
      { code: 'not_ready', exit: 'startup', facts: { phase: 'gate' } },
      ['the last line'],
    ],
    [
      'that fails its requests',
      { failing: 'order' },
      { code: 'too_many_errors', exit: 'failed', facts: { phase: 'watch' } },
      ['the last line'],
    ],
    // Nothing of it has begun to log.
    [
      'with a failing migration',
      { migrationFails: 'order' },
      { code: 'migration_failed', facts: { phase: 'expand' } },
      [],
    ],
  ])('puts everything back for one version %s, and says so', async (_what, fate, error, lines) => {
    const { world, deployment } = await begin(fate);
    await expect(execute(deployment)).rejects.toMatchObject({
      ...error,
      facts: { ...(error as { facts: object }).facts, service: 'order', deploy: deployment.record.id },
      details: expect.arrayContaining([...lines]),
    });
    expect(deployment.record).toMatchObject({
      state: 'undone',
      failure: { service: 'order', lines },
    });
    expect(['config', 'order'].map((service) => world.version(service))).toEqual(['old', 'old']);
    expect(world.stands('order', 'green')).toBe(false);
  });

  it('leaves what stands warm where it is, if it fails before it has taken its place', async () => {
    const { world, deployment } = await begin();
    const warm = { service: 'order', version: 'older', image: 'order:older', digest: 'older' };
    await world.stage.stand(warm, 'green', 'of-before');
    Object.assign(world.stage, {
      provide: async () => {
        throw new AuroraError('build_failed', 'no', { exit: 'failed' });
      },
    });
    await expect(execute(deployment)).rejects.toMatchObject({ code: 'build_failed' });
    expect(deployment.record.state).toBe('undone');
    expect(world.stands('order', 'green')).toBe(true);
  });

  it('is undone by whoever calls it off', async () => {
    const calling = new AbortController();
    const { world, deployment } = await begin({}, {}, calling.signal);
    const { stand } = world.stage;
    Object.assign(world.stage, {
      stand: async (...call: Parameters<typeof stand>) => {
        await stand(...call);
        calling.abort();
      },
    });
    await expect(execute(deployment)).rejects.toMatchObject({ code: 'interrupted', exit: 'interrupted' });
    expect(deployment.record.state).toBe('undone');
    expect(world.stands('config', 'green')).toBe(false);
  });
});

describe('what is left of a deploy that was killed', () => {
  const done = (name: string) => ({ name, outcome: 'done' }) as DeployRecord['phases'][number];
  const begun = (name: string) => ({ name, outcome: null }) as DeployRecord['phases'][number];
  const left = (...phases: DeployRecord['phases']) =>
    phasesLeft({ phases, pause: false, canary: [] } as unknown as DeployRecord);

  it('begins where it was', () => {
    expect(left(done('check'), begun('images'))[0]).toBe('images');
  });

  it('looks once more at what stands beside the live version, as long as that gets no requests', () => {
    const before = ['check', 'images', 'make-room', 'expand', 'stand', 'gate', 'warm-up'].map(done);
    expect(left(...before, begun('smoke'))[0]).toBe('stand');
  });

  it('goes through a cutover again that may have begun, and not through one that has ended', () => {
    const before = ['check', 'images', 'make-room', 'expand', 'stand', 'gate', 'warm-up', 'smoke'].map(done);
    expect(left(...before, begun('cutover'))).toEqual(['cutover', 'watch', 'drain']);
    expect(left(...before, done('cutover'), begun('watch'))).toEqual(['watch', 'drain']);
  });
});
