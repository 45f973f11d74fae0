import { stat } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { soon } from '../../../shared/metrics/index.ts';

it('hears what came while the process was busy, also where the time is up', async () => {
  const answer = soon(5, stat(import.meta.dirname));
  const until = performance.now() + 50;
  while (performance.now() < until);
  expect((await answer)?.isDirectory()).toBe(true);
});
