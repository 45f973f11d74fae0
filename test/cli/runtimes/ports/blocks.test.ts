import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portBlock, releaseBlock } from '../../../../cli/runtimes/ports/blocks.ts';

let folder: string;
const { XDG_STATE_HOME } = process.env;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'aurora-blocks-')));
  process.env.XDG_STATE_HOME = join(folder, 'state');
});

afterEach(async () => {
  if (XDG_STATE_HOME === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = XDG_STATE_HOME;
  await rm(folder, { recursive: true });
});

async function checkout(name: string): Promise<string> {
  await mkdir(join(folder, name, '.aurora', 'run'), { recursive: true });
  return join(folder, name);
}

describe('a block of ports', () => {
  it('is the same for a checkout in every run, and another for another one', async () => {
    const [one, two] = [await checkout('one'), await checkout('two')];
    const first = await portBlock(one, 5);
    const second = await portBlock(two, 5);
    expect(first % 100).toBe(0);
    expect(second).not.toBe(first);
    expect(await portBlock(one, 5)).toBe(first);
  });

  it('goes to one checkout only, also when many ask at once', async () => {
    const checkouts = await Promise.all(Array.from({ length: 8 }, (_, index) => checkout(String(index))));
    const blocks = await Promise.all(checkouts.map((root) => portBlock(root, 2)));
    expect(new Set(blocks).size).toBe(8);
  });

  it('passes over ports that somebody listens on', async () => {
    const free = await portBlock(await checkout('first'), 3);
    const server = createServer().listen(free + 101, '127.0.0.1');
    try {
      expect(await portBlock(await checkout('second'), 3)).not.toBe(free + 100);
    } finally {
      server.close();
    }
  });

  it('passes over what somebody has who listens on none', async () => {
    const free = await portBlock(await checkout('first'), 3);
    expect(await portBlock(await checkout('second'), 3, (port) => port === free + 100)).not.toBe(free + 100);
  });

  it('is given back, by word or by the end of its checkout', async () => {
    const [one, two, three] = [await checkout('one'), await checkout('two'), await checkout('three')];
    const block = await portBlock(one, 2);
    releaseBlock(one);
    expect(await portBlock(two, 2)).toBe(block);
    await rm(two, { recursive: true });
    expect(await portBlock(three, 2)).toBe(block);
  });

  it('is refused where it would not hold all services', async () => {
    await expect(portBlock(await checkout('big'), 101)).rejects.toMatchObject({ code: 'no_port_block' });
  });
});
