import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Lines that no command prints. */
const BEGIN = '⁂ begin';
const END = '⁂ end';

export interface Block {
  readonly script: string;
  readonly exitCode: number;
}

export interface Outcome {
  readonly printed: string;
  /** False: it ended otherwise than it should, and those after it did not run. */
  readonly passed: boolean;
}

/** Runs blocks one after the other in one shell, until one fails. What they print is both streams, as a terminal shows them. */
export async function runBlocks(blocks: readonly Block[], root: string, timeoutMs: number): Promise<Outcome[]> {
  const shell = spawn('bash', ['-c', ['exec 2>&1 </dev/null', ...blocks.map(guarded)].join('\n')], {
    cwd: root,
    env: { ...plain(process.env), PATH: `${join(root, 'bin')}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that whatever it started ends with it.
    detached: true,
  });
  const timer = setTimeout(() => process.kill(-(shell.pid as number), 'SIGKILL'), timeoutMs);
  const output = await text(shell.stdout).finally(() => clearTimeout(timer));
  return output
    .split(`${BEGIN}\n`)
    .slice(1)
    .map((part) => ({ printed: part.split(END)[0] ?? '', passed: part.includes(END) }));
}

function guarded({ script, exitCode }: Block): string {
  const checked = exitCode === 0 ? `set -e\n${script}\nset +e` : `${script}\n[ $? = ${exitCode} ] || exit`;
  return `echo '${BEGIN}'\n${checked}\necho '${END}'`;
}

/** Without what the person who runs the tests has set for Aurora, and without colours. */
function plain(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = /^(AURORA_|(DATABASE|BROKER|REDIS)_URL|FORCE_COLOR$)/;
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !others.test(name)));
  // As on most machines: where an engine answers `auto` is another runtime.
  return { ...kept, DOCKER_HOST: 'unix:///nowhere/docker.sock' };
}
