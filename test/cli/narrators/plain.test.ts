import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import type { Narrator } from '../../../cli/narrator.ts';
import { createPlainNarrator } from '../../../cli/narrators/plain.ts';

async function told(story: (narrator: Narrator) => Promise<unknown>): Promise<string[]> {
  const stream = new PassThrough();
  await story(createPlainNarrator(stream));
  stream.end();
  return (await text(stream))
    .replaceAll(/\(\d+(\.\d)? m?s\)/g, '(time)')
    .trimEnd()
    .split('\n');
}

it('writes a line when a step is done, with its last note', async () => {
  const lines = await told((narrator) =>
    narrator.step('migrate', async (step) => {
      step.note('1 of 2');
      step.note('2 of 2');
    }),
  );
  expect(lines).toEqual(['✓ migrate: 2 of 2 (time)']);
});

it('marks the step that failed and those around it, and passes the error on', async () => {
  const lines = await told(async (narrator) => {
    const failing = narrator.step('start', () => narrator.step('orders', () => Promise.reject(new Error('no'))));
    await expect(failing).rejects.toThrow('no');
  });
  expect(lines).toEqual(['✗ orders (time)', '✗ start (time)']);
});

it('returns what the step returned, and tells information and warnings in between', async () => {
  const lines = await told(async (narrator) => {
    const seven = await narrator.step('count', async () => {
      narrator.info('counting');
      narrator.warn('slowly');
      return 7;
    });
    expect(seven).toBe(7);
  });
  expect(lines).toEqual(['counting', '! slowly', '✓ count (time)']);
});
