import { expect, it } from '@jest/globals';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { undo } from '../../../../cli/runtimes/swarm/undo.ts';

const engine = (remove: (name: string) => Promise<void>): Engine =>
  ({ getService: (name: string) => ({ remove: () => remove(name) }) }) as unknown as Engine;

it('takes away what was begun, also what somebody else has removed meanwhile, without a word', async () => {
  const removed: string[] = [];
  const told: string[] = [];
  const remove = async (name: string) => {
    removed.push(name);
    if (name === 'two') throw Object.assign(new Error('no such service'), { statusCode: 404 });
  };
  await undo(engine(remove), new Set(['one', 'two']), undefined, { warn: (text) => told.push(text) });
  expect([removed, told]).toEqual([['one', 'two'], []]);
});

it('tells what may be left, and what to do about it', async () => {
  const told: string[] = [];
  const refuse = async () => {
    throw Object.assign(new Error('the disk is full'), { statusCode: 500 });
  };
  await undo(engine(refuse), new Set(['one']), undefined, { warn: (text) => told.push(text) });
  expect(told).toEqual([expect.stringMatching(/may be left: Docker could not do .* Next: aurora down/)]);
});
