import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../../cli/observe/log-record.ts';
import { plainLog, prettyLog } from '../../../cli/observe/pretty-log.ts';

const RECORD: LogRecord = { time: '2026-01-01T10:00:00.123Z', level: 'info', service: 'orders', msg: 'answered' };
const pretty = (record: LogRecord, width = 8) => stripVTControlCharacters(prettyLog(record, width));

describe('a log line for people', () => {
  it('begins with time, level and service in columns, and ends with the facts', () => {
    expect(pretty({ ...RECORD, status: 200, path: '/a b', nested: { a: [1] }, correlationId: 'c' })).toBe(
      '10:00:00.123 info  orders   answered status=200 path=/a b nested={"a":[1]} correlationId=c',
    );
    expect(pretty({ ...RECORD, level: 'error' })).toBe('10:00:00.123 error orders   answered');
    expect(pretty({ time: null, level: 'info', service: 'orders', msg: 'Error: plain' })).toBe(
      '             info  orders   Error: plain',
    );
  });

  it('has the whole time and no columns for other programs', () => {
    expect(plainLog({ ...RECORD, status: 200 })).toBe('2026-01-01T10:00:00.123Z info orders answered status=200');
    expect(plainLog({ time: null, level: 'info', service: 'orders', msg: 'x\x1b[2J' })).toBe('- info orders x\\x1b[2J');
  });

  it('leaves out what says nothing to somebody who watches', () => {
    expect(pretty({ ...RECORD, version: '1.0.0', colour: null, traceId: 't', spanId: 's', gone: undefined })).toBe(
      '10:00:00.123 info  orders   answered',
    );
  });

  it('ends with the stack of an error on lines of its own, or its message where it has none', () => {
    const err = { message: 'no', stack: 'Error: no\n    at main (main.ts:1:1)' };
    expect(pretty({ ...RECORD, err }).split('\n')).toEqual([
      '10:00:00.123 info  orders   answered',
      '    Error: no',
      '    at main (main.ts:1:1)',
    ]);
    expect(pretty({ ...RECORD, err: { message: 'no' } })).toContain('\n    no');
  });

  it('obeys nothing that a client has brought into it', () => {
    const line = prettyLog({ ...RECORD, msg: 'a\x1b[2J\nb', path: '/\x1b]0;x\x07', err: { stack: 'E\x1b[1m' } }, 8);
    expect(stripVTControlCharacters(line)).toBe(
      '10:00:00.123 info  orders   a\\x1b[2J\\nb path=/\\x1b]0;x\\x07\n    E\\x1b[1m',
    );
  });
});
