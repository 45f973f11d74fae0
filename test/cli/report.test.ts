import { afterEach, describe, expect, it } from '@jest/globals';
import { AuroraError, type ExitName, exitCodes } from '../../cli/errors.ts';
import { report } from '../../cli/report.ts';

afterEach(() => {
  delete process.env.AURORA_DEBUG;
});

describe('an AuroraError', () => {
  it.each(Object.keys(exitCodes) as ExitName[])('%s exits with the code of the table', (exit) => {
    expect(report(new AuroraError('x', 'x', { exit }), []).exitCode).toBe(exitCodes[exit].code);
  });

  it('tells every detail on a line of its own, then the next thing to do', () => {
    const error = new AuroraError('port_taken', 'port 8002 is taken', {
      exit: 'machine',
      details: ['held by node (process 7)', 'in /home/a'],
      next: 'aurora up --isolated',
    });
    expect(report(error, []).stderr).toBe(
      'error: port 8002 is taken.\n  held by node (process 7)\n  in /home/a\n  next: aurora up --isolated\n',
    );
  });
});

describe('the message of an AuroraError', () => {
  it.each([
    ['what another program said', 'what another program said.'],
    ['It is told.', 'It is told.'],
    ['Why?', 'Why?'],
  ])('is a sentence: %s', (message, sentence) => {
    expect(new AuroraError('x', message, { exit: 'failed' }).message).toBe(sentence);
  });
});

describe('an AuroraError with --json', () => {
  it('carries its facts beside what people read', () => {
    const error = new AuroraError('config_invalid', 'x', { exit: 'config', facts: { findings: [{ line: 1 }] } });
    const { error: shown } = JSON.parse(report(error, ['--json']).stdout);
    expect(shown).toEqual({ code: 'config_invalid', message: 'x.', details: [], findings: [{ line: 1 }], exitCode: 3 });
  });
});

describe('anything else that is thrown', () => {
  it.each([new TypeError('x is undefined'), 'x is undefined', undefined])('is a defect: %p', (thrown) => {
    const { stderr, exitCode } = report(thrown, []);
    expect(exitCode).toBe(exitCodes.internal.code);
    expect(stderr).toMatch(/^error: A defect in Aurora: .*undefined\.\n {2}next: .*AURORA_DEBUG=1/);
  });

  it('shows its stack with AURORA_DEBUG=1 alone', () => {
    const thrown = new TypeError('x');
    expect(report(thrown, []).stderr).not.toContain('report.test.ts');
    process.env.AURORA_DEBUG = '1';
    expect(report(thrown, []).stderr).toContain('report.test.ts');
  });

  it('is the machine where the operating system refused', () => {
    const denied = new Error("EACCES: permission denied, open '/root/x'");
    const refused = Object.assign(denied, { code: 'EACCES', syscall: 'open' });
    const { stderr, exitCode } = report(refused, []);
    expect(exitCode).toBe(exitCodes.machine.code);
    expect(stderr).toContain('/root/x');
  });
});
