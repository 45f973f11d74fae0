import { expect, it } from '@jest/globals';
import { PHASES } from '../../../../cli/deploy/record.ts';
import { LONG } from '../../../support/long.ts';
import { type DeployedFleet, SUBJECTS } from '../support/fleet.ts';
import { booksNow, expectKept, expectNoneFailed, expectQuiet, serving, underLoad } from '../support/held.ts';

const DEPLOY = ['deploy', '--blue-green', '--force', '--service', SUBJECTS];
const ALL = PHASES.filter((name) => name !== 'pause');
/** Where both versions may be asked; that what was begun is called off is the other case. */
const ONE = ALL.filter((name) => name === 'cutover');

export function killed(deployed: () => DeployedFleet): void {
  const phases = LONG ? ALL : ONE;
  it(`a deploy that is killed (${phases.join(', ')}) loses nothing; resume and abort put it right`, async () => {
    const { fleet, start, at, aurora, well } = deployed();
    const before = await booksNow(fleet);
    const load = await underLoad(deployed(), `SIGKILL at ${phases.join(', ')}`, async (load) => {
      for (const [turn, phase] of phases.entries()) {
        const began = await serving(deployed());
        const { process: child, ended } = start(...DEPLOY, ...(phase === 'canary' ? ['--canary', '50'] : []));
        const { id } = await at(phase);
        child.kill('SIGKILL');
        await ended;
        // Nobody comes to its aid for a while.
        await load.things(10);
        const status = await aurora('deploy', 'status');
        expect([phase, status.exitCode, status.said.open.id, status.said.lease]).toEqual([phase, 1, id, null]);
        const refused = await aurora(...DEPLOY);
        expect([refused.exitCode, refused.said.error.code]).toEqual([1, 'deploy_unfinished']);
        const ending = turn % 2 === 0 ? 'resume' : 'abort';
        const record = await well('deploy', `--${ending}`);
        expect([phase, record.id, record.state]).toEqual([phase, id, ending === 'resume' ? 'done' : 'undone']);
        const now = await serving(deployed());
        if (ending === 'resume') expect(now).not.toEqual(began);
        else expect(now).toEqual(began);
      }
    });
    expectNoneFailed(load);
    await expectKept(fleet, before, load.ledger);
    await expectQuiet(deployed());
  });

  it('Ctrl-C puts the version of before back and frees the lease; killed while at that, resume ends it', async () => {
    const { start, at, well } = deployed();
    const began = await serving(deployed());
    const load = await underLoad(deployed(), 'Ctrl-C, and SIGKILL in the midst of what it does', async () => {
      const first = start(...DEPLOY);
      await at('gate');
      first.process.kill('SIGINT');
      const { exitCode, said } = await first.ended;
      expect([exitCode, said.error]).toEqual([130, expect.objectContaining({ code: 'interrupted', phase: 'gate' })]);
      await expectQuiet(deployed());
      expect(await serving(deployed())).toEqual(began);

      const second = start(...DEPLOY);
      await at('watch');
      second.process.kill('SIGINT');
      const { id } = await at('undo');
      second.process.kill('SIGKILL');
      await second.ended;
      // It was on its way back: that is where it goes on.
      const record = await well('deploy', '--resume');
      expect([record.id, record.state]).toEqual([id, 'undone']);
      expect(await serving(deployed())).toEqual(began);
    });
    expectNoneFailed(load);
    await expectQuiet(deployed());
  });
}
