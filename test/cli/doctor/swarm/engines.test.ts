import { describe, expect, it } from '@jest/globals';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';
import { engines } from '../../../../cli/doctor/swarm/engines.ts';
import { node, sight } from './support.ts';

const [one, two] = [node('one'), node('two')] as const;
const fleetWith = (addresses: Readonly<Record<string, string>>) => ({
  images: {},
  swarm: resolveSwarm({ engines: addresses }),
});
const NOBODY = 'unix:///nowhere/docker.sock';

describe('the look at the engines of other nodes', () => {
  it('fails where one does not answer, and says at which address', async () => {
    expect(await engines(sight([one, two]), fleetWith({ two: NOBODY }))).toEqual({
      status: 'fail',
      found: `The engine of two is not reached at ${NOBODY}.`,
      details: [`no engine answers at ${NOBODY}`],
      next: expect.stringContaining('drain two'),
    });
  });

  it('leaves in peace whoever takes no tasks, and the one that is asked anyway', async () => {
    const drained = node('two', { availability: 'drain' });
    expect(await engines(sight([one, drained]), fleetWith({ one: NOBODY, two: NOBODY }))).toMatchObject({
      status: 'ok',
    });
  });

  it('warns of an address that is of no node', async () => {
    expect(await engines(sight([one]), fleetWith({ tow: NOBODY }))).toMatchObject({
      status: 'warn',
      found: 'there is no node tow',
    });
  });
});
