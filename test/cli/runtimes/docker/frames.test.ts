import { describe, expect, it } from '@jest/globals';
import { framesOf, linesOf, stampedLinesOf } from '../../../../cli/runtimes/docker/containers/frames.ts';

const [STDOUT, STDERR] = [1, 2];

function frame(stream: number, payload: string | Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream);
  header.writeUInt32BE(Buffer.byteLength(payload), 4);
  return Buffer.concat([header, Buffer.from(payload)]);
}

describe('the output of a container', () => {
  it('is its lines', () => {
    expect(linesOf(Buffer.concat([frame(STDOUT, 'a b\n'), frame(STDERR, 'c\n'), frame(STDOUT, 'd')]))).toEqual([
      'a b',
      'c',
      'd',
    ]);
  });

  it('has a line in one, that the engine keeps in pieces with a stamp each', () => {
    const euro = Buffer.from('€');
    const output = Buffer.concat([
      frame(STDOUT, Buffer.concat([Buffer.from('t1 {"long": "'), euro.subarray(0, 1)])),
      frame(STDERR, 't2 between\n'),
      frame(STDOUT, Buffer.concat([Buffer.from('t3 '), euro.subarray(1), Buffer.from('"}\n')])),
      frame(STDOUT, 't4 not ended'),
    ]);
    expect([...stampedLinesOf(output)]).toEqual([
      { stamp: 't2', text: 'between' },
      { stamp: 't1', text: '{"long": "€"}' },
      { stamp: 't4', text: 'not ended' },
    ]);
  });

  it('is taken out of its frames as it comes, however it is cut', async () => {
    const whole = Buffer.concat([frame(STDOUT, 'first\n'), frame(STDERR, 'second\n')]);
    const bytes = (async function* () {
      for (const byte of whole) yield Buffer.of(byte);
    })();
    const texts = [];
    for await (const payload of framesOf(bytes)) texts.push(payload.toString());
    expect(texts).toEqual(['first\n', 'second\n']);
  });
});
