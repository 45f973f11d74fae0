import { describe, expect, it } from '@jest/globals';
import { countsIn, scale } from '../../cli/actions/scale.ts';
import { silentNarrator } from '../../cli/narrators/silent.ts';
import type { Runtime } from '../../cli/runtimes/contract.ts';
import { fleetOf } from './runtimes/support/fleet.ts';

describe('aurora scale', () => {
  it('takes services and counts', () => {
    expect([...countsIn(['order=3', 'item=0'])]).toEqual([
      ['order', 3],
      ['item', 0],
    ]);
  });

  it.each([[[]], [['order']], [['order=']], [['order=-1']], [['order=1.5']], [['order=101']], [['=3']]])(
    'refuses %j, and says how it goes',
    (wishes) => {
      expect(() => countsIn(wishes)).toThrow(
        expect.objectContaining({ code: 'bad_scale', next: expect.stringContaining('=3') }),
      );
    },
  );

  it('says where the runtime has one of each', async () => {
    const runtime = { name: 'docker' } as Runtime;
    const [service = ''] = fleetOf().services.map(({ name }) => name);
    await expect(scale(fleetOf(), runtime, [`${service}=2`], silentNarrator)).rejects.toMatchObject({
      code: 'scale_unsupported',
    });
    await expect(scale(fleetOf(), runtime, ['nobody=2'], silentNarrator)).rejects.toMatchObject({
      code: 'no_such_service',
    });
  });
});
