import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { patient } from '../../cli/runtimes/swarm/patient.ts';
import { until } from '../../shared/testing/index.ts';
import { LONG } from '../support/long.ts';
import { swarmMissing } from '../support/swarm/missing.ts';
import { startSwarm } from '../support/swarm/swarm.ts';

interface Node {
  readonly Status: { readonly State: string };
  readonly ManagerStatus: { readonly Leader?: boolean; readonly Reachability: string };
}

(swarmMissing ? describe.skip : describe)(`three hosts of a test${swarmMissing ? `: ${swarmMissing}` : ''}`, () => {
  it('are managers of one swarm, miss the one that is cut off, and leave nothing', async () => {
    const swarm = await startSwarm(3);
    const [first] = swarm.engines;
    const folder = dirname(dirname(first?.address.slice('unix://'.length) ?? ''));
    // While they choose another leader, they tell nothing.
    const nodes = async () => ((await first?.docker.listNodes().catch(() => [])) ?? []) as readonly Node[];
    try {
      expect((await nodes()).map(({ ManagerStatus }) => ManagerStatus.Reachability)).toEqual(
        Array(3).fill('reachable'),
      );
      await swarm.cut(2);
      await until(async () => (await nodes()).filter(({ Status }) => Status.State === 'ready').length === 2, {
        withinMs: 60_000,
      });
      await swarm.join(2);
      const ready = async () => (await nodes()).filter(({ Status }) => Status.State === 'ready');
      await until(async () => (await ready()).length === 3, { withinMs: 60_000 });
    } finally {
      await swarm[Symbol.asyncDispose]();
    }
    expect(existsSync(folder)).toBe(false);
    const links = execFileSync('ip', ['-o', 'link']).toString();
    expect(swarm.engines.filter(({ host }) => links.includes(` ${host.link}@`))).toEqual([]);
  }, 180_000);

  if (LONG)
    it('choose another leader where that one is cut off, for which who asks another of them waits', async () => {
      await using swarm = await startSwarm(3);
      const socketPath = swarm.engines[1]?.address.slice('unix://'.length);
      await swarm.cut(0);
      const nodes = (await patient(new Docker({ socketPath })).listNodes()) as readonly Node[];
      const [leader] = nodes.filter(({ ManagerStatus }) => ManagerStatus.Leader);
      expect(leader).toMatchObject({ Description: { Hostname: expect.not.stringContaining('x1') } });
    }, 180_000);
});
