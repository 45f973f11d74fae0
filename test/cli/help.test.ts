import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { listCommands } from '../../cli/command-path.ts';
import { exitCodes } from '../../cli/errors.ts';
import { commandsFolder } from '../../cli/oclif.ts';
import { aurora, repository } from '../support/aurora.ts';

interface Described {
  readonly id: string;
  readonly summary?: string;
  readonly examples?: readonly string[];
  readonly flags: Readonly<Record<string, { readonly description?: string }>>;
}

let commands: Described[];
beforeAll(async () => {
  const { stdout } = await aurora(['help', '--json']);
  commands = JSON.parse(stdout);
});

describe('the commands', () => {
  it('are the files below cli/commands, all of them', () => {
    expect(commands.map(({ id }) => id.replaceAll(':', ' ')).sort()).toEqual(listCommands(commandsFolder));
  });

  it('each have a summary, an example that names them, --json, and a description for every flag', () => {
    for (const { id, summary, examples = [], flags } of commands) {
      expect({ id, summary }).toEqual({ id, summary: expect.stringMatching(/^[A-Z].*[^.]$/) });
      expect({ id, examples }).toEqual({
        id,
        examples: expect.arrayContaining([expect.stringContaining('<%= config.bin %>')]),
      });
      expect({ id, flags }).toEqual({ id, flags: expect.objectContaining({ json: expect.anything() }) });
      for (const [flag, { description }] of Object.entries(flags)) {
        expect({ id, flag, description }).toEqual({ id, flag, description: expect.any(String) });
      }
    }
  });
});

describe('aurora help', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists the commands', async (args) => {
    const { exitCode, stdout } = await aurora(args);
    expect(exitCode).toBe(0);
    for (const { id } of commands) expect(stdout).toContain(id.split(':')[0]);
    expect(stdout).toContain('aurora help exit-codes');
  });

  it.each([[['help', 'token']], [['token', '--help']], [['token', '-h', 'x']]])('%j explains one', async (args) => {
    const { exitCode, stdout } = await aurora(args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('$ aurora token');
  });

  it('refuses to explain what there is not', async () => {
    const { exitCode, stderr } = await aurora(['help', 'tokn']);
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stderr).toContain('did you mean: aurora token');
  });

  it('prints the exit codes as docs/exit-codes.md has them', async () => {
    const [page, { stdout }] = await Promise.all([
      readFile(join(repository, 'docs', 'exit-codes.md'), 'utf8'),
      aurora(['help', 'exit-codes', '--json']),
    ]);
    for (const { code, name, meaning } of JSON.parse(stdout)) {
      expect(page).toContain(`| ${code} | \`${name}\` | ${meaning} |`);
    }
    expect(page.match(/^\| \d/gm)).toHaveLength(Object.keys(exitCodes).length);
  });
});
