import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';

const logging = new URL('../../../shared/logging/index.ts', import.meta.url);

/** Runs a program that has a logger `log`, and gives the `n` of each line it wrote. */
async function linesOf(program: string): Promise<number[]> {
  const code = `
    import { createLogger } from ${JSON.stringify(logging)};
    const log = createLogger({ service: 's', version: '1', level: 'info' });
    ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).n);
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('standard output', () => {
  it.each([
    ['ends by itself', ''],
    ['exits at once', 'process.exit(0)'],
    ['exits in the midst of writing', 'setImmediate(() => process.exit(0))'],
    ['exits a little later', 'setTimeout(() => process.exit(0), 5)'],
    ['dies of an error', "process.on('uncaughtException', () => process.exit(1)); throw new Error('x')"],
  ])('has every line once and in order when the process %s', async (_name, ending) => {
    expect(await linesOf(`for (let n = 0; n < 5000; n += 1) log.info({ n }, 'x'.repeat(200)); ${ending}`)).toEqual(
      upTo(5000),
    );
  });

  it('has a line soon, without another to push it out', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { createLogger } from ${JSON.stringify(logging)}; createLogger({ service: 's', version: '1', level: 'info' }).info('alone'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [chunk] = await once(child.stdout, 'data');
    expect(JSON.parse(String(chunk)).msg).toBe('alone');
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
