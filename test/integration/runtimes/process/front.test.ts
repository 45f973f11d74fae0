import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { identityOf } from '../../../../cli/runtimes/identity.ts';
import { processRuntime } from '../../../../cli/runtimes/process/runtime.ts';
import { until } from '../../../../shared/testing/index.ts';
import { aurora, repository } from '../../../support/aurora.ts';
import { type FixtureFleet, fixtureFleet, processesWith } from '../../../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

const ALONE = { services: ['gateway'] };

/** The CLI in front, as on a terminal. */
class Front implements AsyncDisposable {
  output = '';
  readonly exited: Promise<[number | null, NodeJS.Signals | null]>;
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;

  constructor({ root }: FixtureFleet, ...args: readonly string[]) {
    this.#process = spawn(process.execPath, [join(repository, 'bin/run.js'), ...args], {
      cwd: root,
      // Named, because the default is not what a test has set.
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.output += text;
      });
    }
    this.exited = once(this.#process, 'exit') as typeof this.exited;
  }

  async says(text: string): Promise<void> {
    await until(() => this.output.includes(text), { withinMs: 30_000 }).catch((error: Error) => {
      throw new Error(`it does not say "${text}": ${this.output}`, { cause: error });
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.exited;
  }
}

/** Whether a changed service did not load. */
async function refused({ fleet }: FixtureFleet): Promise<boolean> {
  for await (const { text } of processRuntime.logs(fleet, { services: ['supervisor'], follow: false })) {
    if (text.includes('the old process goes on')) return true;
  }
  return false;
}

describe('up in front', () => {
  it('shows what is where, and the logs, until Ctrl-C stops the fleet', async () => {
    await using fixture = await fixtureFleet(ALONE);
    await using front = new Front(fixture, 'up');
    await front.says('gateway  ready   http://127.0.0.1:');
    await front.says('listening');
    expect(front.output).toContain('demo on the process runtime: ');
    front.kill('SIGINT');
    expect(await front.exited).toEqual([0, null]);
    expect(front.output).toContain('drained');
    expect(await processesWith(fixture.root)).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('ends the fleet when it gets %s', async (signal) => {
    await using fixture = await fixtureFleet(ALONE);
    await using front = new Front(fixture, 'up');
    await front.says('ready in');
    front.kill(signal);
    await front.exited;
    await until(async () => (await processesWith(fixture.root)).length === 0);
  });

  it('kills at the second Ctrl-C what does not listen', async () => {
    process.env.FIXTURE_DEAF = 'gateway';
    try {
      await using fixture = await fixtureFleet(ALONE);
      await using front = new Front(fixture, 'up');
      await front.says('ready in');
      front.kill('SIGINT');
      await front.says('stopping: ');
      front.kill('SIGINT');
      expect(await front.exited).toEqual([0, null]);
      expect(await processesWith(fixture.root)).toEqual([]);
    } finally {
      delete process.env.FIXTURE_DEAF;
    }
  });

  it.each([[['up']], [['up', '-d']]])('leaves nothing when it is killed on its way: %j', async (args) => {
    process.env.FIXTURE_UNREADY = 'gateway';
    try {
      await using fixture = await fixtureFleet(ALONE);
      await using front = new Front(fixture, ...args);
      await until(async () => {
        const [gateway] = (await processRuntime.observe(fixture.fleet))?.services ?? [];
        return gateway?.reason === 'moon: it is day' && gateway.status === 'starting';
      });
      front.kill('SIGKILL');
      await until(async () => (await processesWith(fixture.root)).length === 0);
    } finally {
      delete process.env.FIXTURE_UNREADY;
    }
  });

  it('joins a fleet in the background, and leaves it there', async () => {
    await using fixture = await fixtureFleet(ALONE);
    expect(await aurora(['up', '-d'], { cwd: fixture.root })).toMatchObject({ exitCode: 0 });
    const gateway = await fixture.pidOf('gateway');
    await using front = new Front(fixture, 'up');
    await front.says('it was running already');
    await front.says('Ctrl-C leaves it running');
    front.kill('SIGINT');
    expect(await front.exited).toEqual([0, null]);
    expect(await fixture.pidOf('gateway')).toBe(gateway);
  });

  it('is one of two that begin at once: both end well, and there is one fleet', async () => {
    await using fixture = await fixtureFleet({ services: ['gateway', 'config'] });
    const both = await Promise.all([1, 2].map(() => aurora(['up', '-d'], { cwd: fixture.root })));
    expect(both.map(({ exitCode, stderr }) => [exitCode, exitCode ? stderr : ''])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(await processesWith(`supervisor/main.ts demo ${fixture.root}`)).toHaveLength(1);
    const gateways = (await processesWith(fixture.root)).filter((line) => line.endsWith('/gateway.mjs'));
    expect(gateways).toHaveLength(1);
  });
});

describe('a fleet in the background', () => {
  it('is seen, restarted and stopped from another terminal', async () => {
    await using fixture = await fixtureFleet(ALONE);
    const at = { cwd: fixture.root };
    expect(await aurora(['status'], at)).toMatchObject({ exitCode: 4 });
    const up = await aurora(['up', '-d', '--json'], at);
    expect(JSON.parse(up.stdout)).toMatchObject({ fleet: 'demo', services: [{ name: 'gateway', status: 'ready' }] });
    const status = await aurora(['status', '--json'], at);
    expect(status.exitCode).toBe(0);
    expect(JSON.parse(status.stdout).supervisor.pid).toEqual(expect.any(Number));
    expect(await aurora(['restart', 'gateway'], at)).toMatchObject({ exitCode: 0 });
    expect((await aurora(['logs'], at)).stdout).toContain('drained');
    expect(await aurora(['down'], at)).toMatchObject({ exitCode: 0 });
    expect(await aurora(['down'], at)).toMatchObject({ exitCode: 0 });
    expect(await processesWith(fixture.root)).toEqual([]);
  });

  it('restarts a service whose code changes, with --watch', async () => {
    await using fixture = await fixtureFleet({ services: ['gateway', 'config'] });
    await fixture.up({ watch: true });
    const [gateway, config] = [await fixture.pidOf('gateway'), await fixture.pidOf('config')];
    await appendFile(join(fixture.root, 'services/gateway/src/main.ts'), '// changed\n');
    await until(async () => (await fixture.pidOf('gateway').catch(() => gateway)) !== gateway);
    expect(await fixture.pidOf('config')).toBe(config);

    const before = await fixture.pidOf('gateway');
    await appendFile(join(fixture.root, 'shared/index.ts'), '// new\n');
    await until(async () => (await fixture.pidOf('config').catch(() => config)) !== config);
    const current = await until(async () => {
      const pid = await fixture.pidOf('gateway').catch(() => before);
      return pid !== before && pid;
    });
    await appendFile(join(fixture.root, 'services/gateway/src/main.ts'), 'this is no TypeScript\n');
    await until(() => refused(fixture));
    expect(await fixture.pidOf('gateway')).toBe(current);
  });

  it('has the next process of a service that has changed at hand, with --watch', async () => {
    await using fixture = await fixtureFleet({ services: ['gateway', 'config'] });
    await fixture.up({ watch: true });
    const main = join(fixture.root, 'services/gateway/src/main.ts');
    const code = await readFile(main, 'utf8');
    await appendFile(main, '// changed\n');
    const second = await fixture.spareOf('gateway');
    await appendFile(main, '// again\n');
    await until(async () => (await fixture.pidOf('gateway').catch(() => 0)) === second);

    await fixture.spareOf('gateway');
    await appendFile(main, 'this is no TypeScript\n');
    await until(() => refused(fixture));
    expect(await fixture.pidOf('gateway')).toBe(second);
    const third = await fixture.spareOf('gateway');
    await writeFile(main, code);
    await until(async () => (await fixture.pidOf('gateway').catch(() => 0)) === third);

    const unused = await fixture.spareOf('gateway');
    await appendFile(join(fixture.root, 'services/config/src/main.ts'), '// changed\n');
    const other = await fixture.spareOf('config');
    await until(() => identityOf(unused) === null);
    await appendFile(join(fixture.root, 'shared/index.ts'), '// new\n');
    await until(async () => ![third, Number.NaN].includes(await fixture.pidOf('gateway').catch(() => Number.NaN)));
    expect(identityOf(other)).toBeNull();

    await appendFile(main, '// once more\n');
    await fixture.spareOf('gateway');
    await fixture.down();
    expect(await processesWith(fixture.root)).toEqual([]);
  });
});

describe('run', () => {
  it('takes the place of the supervised service for as long', async () => {
    await using fixture = await fixtureFleet(ALONE);
    await fixture.up();
    const supervised = await fixture.pidOf('gateway');
    await using front = new Front(fixture, 'run', 'gateway');
    await front.says('listening');
    expect(identityOf(supervised)).toBeNull();
    const [gateway] = (await processRuntime.observe(fixture.fleet))?.services ?? [];
    expect(gateway).toMatchObject({ status: 'ready', instances: [], reason: 'runs in front, by `aurora run`' });
    front.kill('SIGINT');
    expect(await front.exited).toEqual([0, null]);
    await until(async () => (await processRuntime.observe(fixture.fleet))?.services[0]?.instances.length === 1);
  });

  it('brings the databases when nothing runs, and takes them away', async () => {
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    await using front = new Front(fixture, 'run', 'order');
    await front.says('listening');
    expect((await processRuntime.observe(fixture.fleet))?.infrastructure[0]).toMatchObject({ status: 'ready' });
    front.kill('SIGTERM');
    expect(await front.exited).toEqual([0, null]);
    expect(await processesWith(fixture.root)).toEqual([]);
  });
});

describe('exec', () => {
  it('runs a command beside a service, and ends as it does', async () => {
    await using fixture = await fixtureFleet(ALONE);
    const at = { cwd: fixture.root };
    expect(await aurora(['exec', 'gateway', '--', 'true'], at)).toMatchObject({ exitCode: 4 });
    await fixture.up();
    const result = await aurora(['exec', 'gateway', '--', 'sh', '-c', 'echo $SERVICE_NAME in $(pwd); exit 7'], at);
    expect(result).toMatchObject({ exitCode: 7, stdout: `gateway in ${join(fixture.root, 'services/gateway')}\n` });
  });
});
