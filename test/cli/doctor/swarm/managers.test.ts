import { describe, expect, it } from '@jest/globals';
import { managers } from '../../../../cli/doctor/swarm/managers.ts';
import { node, sight } from './support.ts';

const [one, two, three] = [node('one'), node('two'), node('three')] as const;
const worker = node('worker', { manages: undefined });

describe('the look at the managers of a swarm', () => {
  it('tells how many of them may be lost', () => {
    expect(managers(sight([one, two, three, worker]))).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('3 managers, of which 1 may be lost'),
    });
    expect(managers(sight([one]))).toMatchObject({ status: 'ok', found: expect.stringContaining('one engine') });
  });

  it('warns where none may be lost', () => {
    expect(managers(sight([one, worker]))).toMatchObject({
      status: 'warn',
      found: 'one manager, which must not be lost',
      next: expect.stringContaining('docker node promote'),
    });
    expect(managers(sight([one, two, worker]))).toMatchObject({ status: 'warn', found: expect.stringMatching(/^two/) });
  });

  it('names those that do not answer', () => {
    expect(managers(sight([one, two, node('three', { manages: false })]))).toMatchObject({
      status: 'warn',
      found: '2 of 3 managers answer, 2 have to; three not',
      next: expect.stringContaining('docker node demote three'),
    });
  });

  it.each(['no engine', 'no manager', 'no leader'] as const)('fails where there is %s', (because) => {
    expect(managers({ because, found: 'what was said' })).toMatchObject({
      status: 'fail',
      found: 'what was said',
      next: expect.any(String),
    });
  });
});
