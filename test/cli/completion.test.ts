import { beforeAll, describe, expect, it } from '@jest/globals';
import { completionScript } from '../../cli/actions/completion.ts';
import { listCommands } from '../../cli/command-path.ts';
import { commandsFolder } from '../../cli/oclif.ts';
import { aurora, run } from '../support/aurora.ts';

describe('in bash', () => {
  let script: string;
  beforeAll(async () => {
    script = await completionScript('bash');
  });

  /** What Tab offers after this line, whose last word is being typed; the fleet has the services orders and users. */
  async function offered(line: string): Promise<string[]> {
    const words = ['./aurora', ...line.split(' ')];
    const test = `${script}
      ./aurora() { [ "$*" = "completion services" ] && printf 'orders\\nusers\\n'; }
      COMP_WORDS=("$@") COMP_CWORD=${words.length - 1}
      _aurora
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await run('bash', ['--norc', '-c', test, 'bash', ...words]);
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean);
  }

  it.each([
    ['tok', ['token']],
    ['migrate ', ['create', 'down', 'lint', 'repair', 'split', 'status', 'up', 'verify']],
    ['migrate st', ['status']],
    ['migrate up --to', ['--to']],
    ['migrate up u', ['users']],
    ['migrate up --runtime d', ['docker']],
    ['migrate up --to ', []],
    ['token --json --e', ['--env', '--expires']],
    ['completion z', ['zsh']],
    ['nonsense ', expect.arrayContaining(['token', 'migrate'])],
  ])('%j offers %j', async (line, expected) => {
    expect(await offered(line)).toEqual(expected);
  });
});

it.each(['zsh', 'fish'] as const)('%s: the script knows every command', async (shell) => {
  const script = await completionScript(shell);
  for (const command of listCommands(commandsFolder)) expect(script).toContain(`${command}'`);
});

it('prints the script, alone', async () => {
  const [{ stdout, stderr, exitCode }, script] = await Promise.all([
    aurora(['completion', 'fish']),
    completionScript('fish'),
  ]);
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: script, stderr: '', exitCode: 0 });
});
