import { describe, expect, it } from '@jest/globals';
import { readableLine } from '../../../cli/observe/readable-line.ts';

describe('a line of a log for people', () => {
  it('has time, level, message and what else was logged', () => {
    const entry = {
      time: '2026-01-01T10:00:00.123Z',
      level: 'warn',
      service: 'a',
      version: '1',
      msg: 'slow',
      ms: 7,
      of: { a: 1 },
    };
    expect(readableLine(JSON.stringify(entry))).toBe('10:00:00.123 warn slow ms=7 of={"a":1}');
    expect(readableLine('{"msg":"bare"}')).toBe('info bare');
  });

  it('has the stack of an error below it', () => {
    const err = { message: 'no', stack: 'Error: no\n    at main (main.ts:1:1)' };
    expect(readableLine(JSON.stringify({ level: 'fatal', msg: 'down', err }))).toBe(
      'fatal down\n    Error: no\n    at main (main.ts:1:1)',
    );
  });

  it.each(['Error: plain', '{ no JSON', '    at main (main.ts:1:1)'])('is the text "%s" as it is', (text) => {
    expect(readableLine(text)).toBe(text);
  });

  it('obeys nothing that it holds', () => {
    expect(readableLine('\x1b[2Jgone')).toBe('\\x1b[2Jgone');
    expect(readableLine(JSON.stringify({ msg: 'a\x1b[2J\nb' }))).toBe('info a\\x1b[2J\\nb');
  });
});
