import { expect, it } from '@jest/globals';
import type { Colour } from '../../../../cli/runtimes/colours.ts';
import { trafficOf } from '../../../../cli/runtimes/docker/edge/traffic.ts';
import { connectEngine } from '../../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../../cli/runtimes/docker/labels.ts';
import { until } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { type DeployedFleet, SUBJECTS } from '../support/fleet.ts';
import { expectNoneFailed, expectQuiet, serving, underLoad } from '../support/held.ts';

const DEPLOY = ['deploy', '--blue-green', '--force', '--service', SUBJECTS];
const PATIENT = { withinMs: 60_000 };

/** Of a part of the fleet, in a colour if it has any. */
async function containerOf({ fleet }: DeployedFleet, part: string, colour?: Colour): Promise<string> {
  const labels = [`${LABELS.folder}=${fleet.clone.root}`, `${LABELS.part}=${part}`];
  const filters = { label: [...labels, ...(colour ? [`${LABELS.colour}=${colour}`] : [])] };
  const [container] = await (await connectEngine()).listContainers({ filters });
  if (!container) throw new Error(`there is no container of ${part}`);
  return container.Id;
}

export function containers(deployed: () => DeployedFleet): void {
  // Each phase is killed in a simulation, and the command itself in the short form.
  if (!LONG) return;

  it('docker kill of the old version after the switch: nobody notices, and a rollback starts it anew', async () => {
    const { start, at, well } = deployed();
    const engine = await connectEngine();
    const began = await serving(deployed());
    const edge = await containerOf(deployed(), 'edge');
    const load = await underLoad(deployed(), 'docker kill of blue', async () => {
      const { ended } = start(...DEPLOY);
      const [change] = (await at('watch')).services;
      const old = change?.from.colour;
      await until(async () => {
        const traffic = await trafficOf(engine, edge);
        return traffic.find(({ service, colour }) => service === SUBJECTS && colour === old)?.active === 0;
      }, PATIENT);
      await engine.getContainer(await containerOf(deployed(), SUBJECTS, old)).kill();
      expect((await ended).exitCode).toBe(0);
      await well('rollback');
    });
    expectNoneFailed(load);
    const now = await serving(deployed());
    expect([now[SUBJECTS]?.split(' ')[1], now]).toEqual([began[SUBJECTS]?.split(' ')[1], began]);
    await expectQuiet(deployed());
  });

  it('docker kill of the new version before its time: the one of before serves on', async () => {
    const { start, at } = deployed();
    const engine = await connectEngine();
    const began = await serving(deployed());
    const load = await underLoad(deployed(), 'docker kill of green', async () => {
      const { ended } = start(...DEPLOY);
      const [change] = (await at('gate')).services;
      await engine.getContainer(await containerOf(deployed(), SUBJECTS, change?.to.colour)).kill();
      const { exitCode, said } = await ended;
      expect([exitCode, said.error]).toEqual([6, expect.objectContaining({ phase: 'gate', service: SUBJECTS })]);
    });
    expectNoneFailed(load);
    expect(await serving(deployed())).toEqual(began);
    await expectQuiet(deployed());
  });

  it('a restart of the edge in a deploy: whichever way that ends, one whole version serves', async () => {
    const { start, at, history } = deployed();
    const engine = await connectEngine();
    const began = await serving(deployed());
    const load = await underLoad(deployed(), 'restart of the edge', async (load) => {
      const { ended } = start(...DEPLOY);
      await at('gate');
      await engine.getContainer(await containerOf(deployed(), 'edge')).restart({ t: 0 });
      const { exitCode } = await ended;
      const [record] = history();
      const now = await serving(deployed());
      if (exitCode === 0) expect([record?.state, now]).toEqual(['done', expect.not.objectContaining(began)]);
      else expect([record?.state, now]).toEqual(['undone', began]);
      await load.things(1);
    });
    // The listener itself was away: for that long nobody could be reached.
    expect(load.tally.totals('after').failed).toBe(0);
    await expectQuiet(deployed());
  });
}
