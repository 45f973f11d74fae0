import { describe, expect, it } from '@jest/globals';
import { Frames } from '../../../../../shared/gateway/proxy/websocket/frames.ts';

/** A frame with a payload of that many octets, as a server sends it or, masked, as a client does. */
function frame(length: number, masked = false): Buffer {
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([0x82, mask | length])
      : length < 65_536
        ? Buffer.from([0x82, mask | 126, length >> 8, length & 0xff])
        : Buffer.from([0x82, mask | 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0, 1), Buffer.alloc(length, 0xff)]);
}

const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];
const each = LENGTHS.flatMap((length) => [false, true].map((masked) => [length, masked] as const));

describe('frames', () => {
  it.each(each)('of %d octets, masked %s, end where they end, however they are cut', (length, masked) => {
    const bytes = frame(length, masked);
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const frames = new Frames();
      let early = 0;
      for (let at = 0; at < bytes.length; at += size) {
        if (at > 0 && frames.between) early++;
        frames.advance(bytes.subarray(at, at + size));
      }
      expect(early).toBe(0);
      expect(frames.between).toBe(true);
    }
  });

  it('are read up to the first end on demand, and not at all where nothing has begun', () => {
    const frames = new Frames();
    const [one, two] = [frame(300), frame(5)];
    frames.advance(one.subarray(0, 100));
    const rest = Buffer.concat([one.subarray(100), two, two]);
    expect(frames.advance(rest, true)).toBe(one.length - 100);
    expect(frames.between).toBe(true);
    expect(frames.advance(rest.subarray(one.length - 100), true)).toBe(0);
  });
});
