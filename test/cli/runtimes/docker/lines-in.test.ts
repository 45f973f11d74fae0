import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { linesIn } from '../../../../cli/runtimes/docker/containers/lines-in.ts';

async function read(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesIn(stream)) lines.push(line);
  return lines;
}

it('gives lines whole, however they come', async () => {
  const bytes = [...Buffer.from('one\nzwölf 🎉\n\nlast')].map((byte) => Buffer.of(byte));
  expect(await read(Readable.from(bytes))).toEqual(['one', 'zwölf 🎉', '', 'last']);
});

it('tells of a stream that breaks', async () => {
  async function* broken() {
    yield Buffer.from('one\ntw');
    throw new Error('reset');
  }
  await expect(read(broken())).rejects.toThrow('reset');
});
