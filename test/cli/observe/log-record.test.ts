import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLogLine } from '../../../cli/observe/log-record.ts';

const parse = (text: string) => parseLogLine({ service: 'orders-service', text });

describe('a log record', () => {
  it('has what the service wrote, its members in one order', () => {
    const line = {
      level: 'warn',
      time: '2026-01-01T10:00:00.123Z',
      service: 'orders-service',
      msg: 'slow',
      correlationId: 'c',
      ms: 12,
    };
    const record = parse(JSON.stringify(line));
    expect(record).toEqual(line);
    expect(Object.keys(record)).toEqual(['time', 'level', 'service', 'msg', 'correlationId', 'ms']);
  });

  it('belongs to the service whose log it stands in, whatever it claims', () => {
    expect(parse('{"service":"stock-service","msg":"x"}').service).toBe('orders-service');
  });

  it.each(['Error: no such file', '{ not JSON', '    at main (main.ts:1)', '[1]', ''])(
    'is made of the text "%s" as it is',
    (text) => {
      expect(parse(text)).toEqual({ time: null, level: 'info', service: 'orders-service', msg: text });
    },
  );

  it.each([
    ['{}', { time: null, level: 'info', msg: '' }],
    ['{"time":1767261600000,"level":50,"msg":7}', { time: null, level: '50', msg: '7' }],
    ['{"msg":null}', { msg: 'null' }],
    ['{"level":{"a":1},"msg":{"toString":1}}', { level: '{"a":1}', msg: '{"toString":1}' }],
  ])('has its shape even of %s', (text, expected) => {
    expect(parse(text)).toMatchObject(expected);
  });

  it('has a time, a level, a service and a message of whatever is logged', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const { time, level, service, msg } = parse(text);
          expect([time === null || typeof time === 'string', typeof level, service, typeof msg]).toEqual([
            true,
            'string',
            'orders-service',
            'string',
          ]);
        },
      ),
    );
  });
});
