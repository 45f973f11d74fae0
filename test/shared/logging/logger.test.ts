import { beforeEach, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../shared/context/index.ts';
import { Problem } from '../../../shared/errors/index.ts';
import { createLineWriter, createLogger, type Logger, setLogLevel } from '../../../shared/logging/index.ts';

describe('the logger', () => {
  let texts: string[];
  let log: Logger;
  const lines = () => texts.map((text) => JSON.parse(text));
  beforeEach(() => {
    texts = [];
    const destination = { write: (line: string) => void texts.push(line), flush() {}, flushSync() {} };
    log = createLogger({ service: 'thing-service', version: '1.2.3', level: 'info', destination });
  });

  it('writes one JSON object a line', () => {
    log.info({ things: 3 }, 'counted');
    log.warn('two\nlines');
    expect(texts.every((text) => text.endsWith('}\n') && text.indexOf('\n') === text.length - 1)).toBe(true);
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: 'thing-service',
        version: '1.2.3',
        colour: null,
        things: 3,
        msg: 'counted',
      },
      expect.objectContaining({ level: 'warn', msg: 'two\nlines' }),
    ]);
  });

  it('shows where an error comes from, unless it was foreseen', () => {
    log.error({ err: new TypeError('a defect') }, 'failed');
    log.error({ err: new Problem('internal', { cause: new Error('a defect') }) }, 'failed');
    log.warn({ err: new Problem('unavailable', { cause: new Error('refused') }) }, 'away');
    const [defect, wrapped, foreseen] = lines().map(({ err }) => err);
    expect([defect.stack, wrapped.stack]).toEqual(Array(2).fill(expect.stringContaining('logger.test.ts')));
    expect(foreseen).toEqual({
      type: 'Problem',
      code: 'unavailable',
      message: 'The service cannot answer now: refused',
    });
  });

  it('names the work going on', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    runInContext({ correlationId: 'c-1', causationId: 'e-1', traceparent }, () => log.info('inside'));
    log.info('outside');
    expect(lines()[0]).toMatchObject({
      correlationId: 'c-1',
      causationId: 'e-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
    });
    expect(lines()[1]).not.toHaveProperty('correlationId');
  });

  it('tells which of two versions that run side by side it is', () => {
    const destination = { write: (line: string) => void texts.push(line), flush() {}, flushSync() {} };
    createLogger({ service: 's', version: '2', colour: 'green', level: 'info', destination }).info('here');
    expect(lines()[0]).toMatchObject({ version: '2', colour: 'green' });
  });

  it('writes errors with their stack and their causes', () => {
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(lines()[0].err).toMatchObject({
      type: 'Error',
      message: expect.stringContaining('outer'),
      stack: expect.stringContaining('inner'),
    });
  });

  it('changes its level for all loggers made from it, before and after', () => {
    const before = log.child({ part: 'before' });
    const grandchild = before.child({ part: 'grandchild' });
    setLogLevel(log, 'debug');
    const after = log.child({ part: 'after' });
    for (const each of [log, before, grandchild, after]) each.debug('seen');
    expect(texts).toHaveLength(4);
    setLogLevel(log, 'error');
    for (const each of [log, before, grandchild, after]) each.warn('not seen');
    expect(texts).toHaveLength(4);
  });

  it('changes the level of the whole family from any member', () => {
    const child = log.child({});
    setLogLevel(child, 'debug');
    log.debug('seen');
    expect(texts).toHaveLength(1);
  });

  it('has a shorter way for lines of one shape, which look the same', () => {
    const write = createLineWriter(log.child({ part: 'x' }));
    write('info', '"correlationId":"c-1","path":"/","msg":"answered"');
    log.child({ part: 'x' }).info({ correlationId: 'c-1', path: '/' }, 'answered');
    const [short, usual] = lines();
    expect({ ...short, time: '' }).toEqual({ ...usual, time: '' });
    expect(Object.keys(short)).toEqual(Object.keys(usual));
  });
});
