import { describe, expect, it } from '@jest/globals';
import type { Narrator } from '../../../../../cli/narrator.ts';
import { connectEngine } from '../../../../../cli/runtimes/docker/engine.ts';
import { loadImages } from '../../../../../cli/runtimes/swarm/nodes/load.ts';
import { type LocalImage, lackingAt } from '../../../../../cli/runtimes/swarm/nodes/local-images.ts';
import { node } from '../../../../cli/runtimes/swarm/support/observed.ts';
import { type Answer, saying, startToyEngine } from './support/toy-engine.ts';

const ORDERS: LocalImage = { service: 'orders', tag: 'shop/orders:1', id: 'sha256:a1' };
const BILLS: LocalImage = { service: 'bills', tag: 'shop/bills:2', id: 'sha256:b2' };
const CHUNK = Buffer.alloc(64 * 1024, 7);
const CHUNKS = 200;

/** An engine that has these images, and gives them away as `chunks` of bytes. */
async function source(chunks = CHUNKS, last?: Answer) {
  const asked: string[] = [];
  const given = { chunks: 0 };
  const toy = await startToyEngine({
    [`/images/${ORDERS.tag}/json`]: saying({ Id: ORDERS.id }),
    // The tag is another one's by now.
    [`/images/${BILLS.tag}/json`]: saying({ Id: 'sha256:c3' }),
    async '/images/get'(response, request) {
      asked.push(request.url ?? '');
      for (; given.chunks < chunks && !response.destroyed; given.chunks++) {
        if (!response.write(CHUNK)) {
          await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
        }
      }
      if (last) last(response, request);
      else response.end();
    },
  });
  return { toy, asked, given, engine: await connectEngine(toy.address) };
}

/** An engine that has images once it was given them. */
async function target(load?: Answer) {
  const had = { bytes: 0 };
  const has = new Set<string>();
  const json =
    ({ id }: LocalImage): Answer =>
    (response) =>
      has.has(id) ? response.end(JSON.stringify({ Id: id })) : response.writeHead(404).end('{"message":"none"}');
  const toy = await startToyEngine({
    [`/images/${ORDERS.id}/json`]: json(ORDERS),
    [`/images/${BILLS.id}/json`]: json(BILLS),
    async '/images/load'(response, request) {
      if (load) return load(response, request);
      for await (const chunk of request) had.bytes += (chunk as Buffer).length;
      has.add(ORDERS.id).add(BILLS.id);
      response.write('{"status":"Loading layer","progress":"1/1"}\n');
      response.end('{"stream":"Loaded image: shop/orders:1\\n"}\n');
    },
  });
  const { address } = toy;
  return { toy, had, has, at: { node: node('two'), address, engine: await connectEngine(address) } };
}

function listening() {
  const notes: string[] = [];
  const steps: string[] = [];
  const narrator: Narrator = {
    async step(title, work) {
      steps.push(title);
      return work({ note: (text) => void notes.push(text) });
    },
    info: () => undefined,
    warn: () => undefined,
  };
  return { narrator, notes, steps };
}

describe('images that are brought to a node', () => {
  it('are those that it lacks, in one go, each by its tag where that is still its own', async () => {
    const from = await source();
    const to = await target();
    await using _ = from.toy;
    await using __ = to.toy;
    const { narrator, notes, steps } = listening();
    const lacking = await lackingAt([to.at], [ORDERS, BILLS, ORDERS]);
    await loadImages(from.engine, lacking, narrator);
    expect(steps).toEqual(['load images to two']);
    expect(from.asked).toEqual(['/images/get?names=shop%2Forders%3A1&names=sha256%3Ab2']);
    expect(to.had.bytes).toBe(CHUNK.length * CHUNKS);
    expect(notes).toContain('orders, bills: 13 MB');
    expect(notes.at(-1)).toBe('orders, bills');
    expect(await lackingAt([to.at], [ORDERS, BILLS])).toEqual([]);
  });

  it('are held back where the node takes them slowly', async () => {
    const from = await source(2_000);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const to = await target(async (response, request) => {
      await released;
      request.resume().once('end', () => response.end('{"stream":"Loaded"}\n'));
    });
    await using _ = from.toy;
    await using __ = to.toy;
    const loading = loadImages(from.engine, [{ at: to.at, images: [ORDERS] }], listening().narrator);
    let before = -1;
    while (before !== from.given.chunks || before === 0) {
      before = from.given.chunks;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(from.given.chunks).toBeLessThan(500);
    to.has.add(ORDERS.id);
    release();
    await loading;
    expect(from.given.chunks).toBe(2_000);
  });

  it('are told of with node and reason where it refuses them, at once or in the end', async () => {
    const atOnce: Answer = (response) => response.writeHead(500).end('{"message":"no space left on device"}');
    const inTheEnd: Answer = (response, request) =>
      request.resume().once('end', () => response.end('{"status":"Loading layer"}\n{"error":"no space left"}\n'));
    for (const answer of [atOnce, inTheEnd]) {
      const from = await source();
      const to = await target(answer);
      await using _ = from.toy;
      await using __ = to.toy;
      await expect(
        loadImages(from.engine, [{ at: to.at, images: [ORDERS] }], listening().narrator),
      ).rejects.toMatchObject({
        code: 'load_failed',
        message: 'The images could not be brought to two.',
        details: [expect.stringContaining('no space left'), `Its engine is at ${to.at.address}.`],
        facts: { node: 'two' },
      });
    }
  });

  it('are not taken for whole where they break off', async () => {
    const from = await source(10, (response) => response.destroy());
    const to = await target();
    await using _ = from.toy;
    await using __ = to.toy;
    await expect(
      loadImages(from.engine, [{ at: to.at, images: [ORDERS] }], listening().narrator),
    ).rejects.toMatchObject({ code: 'load_failed' });
    expect(to.has.size).toBe(0);
  });

  it('are not taken for the same where the node calls them otherwise', async () => {
    const from = await source();
    const to = await target((response, request) =>
      request.resume().once('end', () => response.end('{"stream":"Loaded image: shop/orders:1"}\n')),
    );
    await using _ = from.toy;
    await using __ = to.toy;
    await expect(
      loadImages(from.engine, [{ at: to.at, images: [ORDERS] }], listening().narrator),
    ).rejects.toMatchObject({ code: 'image_differs', facts: { image: ORDERS.tag } });
  });

  it('stop at once where they are called off', async () => {
    const from = await source(2_000);
    const calling = new AbortController();
    // It takes nothing, and says nothing.
    const to = await target(() => calling.abort());
    await using _ = from.toy;
    await using __ = to.toy;
    const loading = loadImages(from.engine, [{ at: to.at, images: [ORDERS] }], listening().narrator, calling.signal);
    await expect(loading).rejects.toMatchObject({ code: 'interrupted' });
  });
});
