import { describe, expect, it } from '@jest/globals';
import { execute } from '../../../cli/deploy/execute.ts';
import { finish } from '../../../cli/deploy/finish.ts';
import { deploymentOf, journalIn, newDeploy } from './support/deploys.ts';
import { World } from './support/world.ts';

const ENDING = { contract: true, spent: () => [] };

async function deployed(settled: readonly string[] = []) {
  const world = new World(['config', 'order']);
  const scene = { world, journal: journalIn(world), settled };
  const deployment = deploymentOf(scene, await newDeploy(scene));
  await execute(deployment);
  return { world, deployment };
}

describe('the end of a deploy', () => {
  it('takes the versions of before away, and applies what waited for that', async () => {
    const { world, deployment } = await deployed();
    await finish(deployment, ENDING);
    expect(world.services.map((service) => world.stands(service, 'blue'))).toEqual([false, false]);
    expect(deployment.record.migrations.filter(({ phase }) => phase === 'contract')).toEqual([
      { service: 'config', phase: 'contract', names: ['config contract'] },
      { service: 'order', phase: 'contract', names: ['order contract'] },
    ]);
    expect(deployment.record).toMatchObject({ state: 'done', warm: false });
  });

  it('asks no version that had nothing to apply', async () => {
    const { world, deployment } = await deployed(['config']);
    await finish(deployment, ENDING);
    expect(deployment.record.migrating).toEqual(['order']);
    expect(world.migrated).toEqual(['order expand', 'order contract']);
  });

  it('leaves the schema to whoever goes back to a version of before', async () => {
    const { world, deployment } = await deployed();
    await finish(deployment, { ...ENDING, contract: false });
    expect(world.migrated).toEqual(['config expand', 'order expand']);
    expect(deployment.record.warm).toBe(false);
  });
});
