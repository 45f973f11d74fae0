import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes } from '../../cli/errors.ts';
import { aurora, repository, run } from '../support/aurora.ts';

/** A folder without a config file in it or above it. */
let empty: string;
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'aurora-empty-'));
});
afterAll(() => rm(empty, { recursive: true }));

describe('an error in a pipe', () => {
  it('goes to stderr without colours: what happened, why, what to do next', async () => {
    const { exitCode, stdout, stderr } = await aurora(['token', '--expires', 'soon']);
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'error: --expires: soon is no time span: a number and a unit, as in 30s, 15m, 1h or 7d.\n  next: aurora help token\n',
    );
  });

  it('is one JSON document on stdout with --json, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await aurora(['token', '--json'], { cwd: empty });
    expect(exitCode).toBe(exitCodes.config.code);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'config_invalid',
        message: expect.any(String),
        details: expect.any(Array),
        next: expect.any(String),
        exitCode: exitCodes.config.code,
      },
    });
  });

  it('leaves --json behind -- to the command that runs', async () => {
    const { stdout, stderr } = await aurora(['tokn', '--', '--json']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: /);
  });
});

describe('an error on a terminal', () => {
  // util-linux's script gives the command a terminal of its own, stdout and stderr in one.
  const onTerminal = (env: Record<string, string>) =>
    run('script', ['-qec', `'${process.execPath}' bin/run.js tokn`, '/dev/null'], { cwd: repository, env });

  it('has colours', async () => {
    const { exitCode, stdout } = await onTerminal({ TERM: 'xterm-256color' });
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stdout).toContain('\u001b[31m');
    expect(stdout).toContain('did you mean: aurora token');
  });

  it('has none with NO_COLOR', async () => {
    const { stdout } = await onTerminal({ TERM: 'xterm-256color', NO_COLOR: '1' });
    expect(stdout).not.toContain('\u001b[');
  });
});

describe('a word or flag that does not exist', () => {
  it.each([
    [['tokn'], 'did you mean: aurora token'],
    [['hlep', '--json'], 'did you mean: aurora help'],
    [['migrate', 'stauts'], 'did you mean: aurora migrate status'],
    [['migrat', 'up', '--json'], 'did you mean: aurora migrate up'],
    [['migrte'], 'did you mean: aurora migrate'],
    [['token', '--exipres', '1h'], 'did you mean: --expires'],
    [['--env', 'production', 'token'], 'A command comes first'],
  ])('%j is answered with %s', async (args, suggestion) => {
    const { exitCode, stdout, stderr } = await aurora(args);
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stdout + stderr).toContain(suggestion);
  });

  it.each([
    [['xyzzy'], 'error: There is no command xyzzy.\n  next: aurora help\n'],
    [['migrate', 'xyzzy'], 'error: There is no command migrate xyzzy.\n  next: aurora help migrate\n'],
  ])('%j is not guessed at, since nothing is near', async (args, expected) => {
    expect(await aurora(args)).toMatchObject({ stderr: expected });
  });
});

describe('the version', () => {
  it('is answered without anything being loaded', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
    const { exitCode, stdout } = await aurora(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`aurora-fleet/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  });
});

it('says nothing when the reader of its output has gone', async () => {
  const { exitCode, stderr } = await run('sh', ['-c', `'${process.execPath}' bin/run.js help | true`], {
    cwd: repository,
  });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});
