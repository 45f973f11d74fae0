import { existsSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { runApart } from './support/apart.ts';

const PROGRAMS = ['/usr/sbin/dockerd', '/usr/sbin/iptables', '/usr/bin/mmdebstrap', '/usr/bin/unshare'];
const missing = PROGRAMS.find((program) => !existsSync(program));
const reason = missing ? `${missing} is not there` : process.getuid?.() !== 0 && 'this is not root';

if (reason) it.skip(`a test run starts no engine here: ${reason}`, () => undefined);
else {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('a test run that gets %s ends the engine that it has started', async (signal, code) => {
    await using run = await runApart();
    await until(() => run.programs().includes('containerd'), { withinMs: 30_000 });
    run.kill(signal);
    expect(await run.ended()).toEqual({ code, error: '' });
    // What is ended with it may take a moment to go.
    await until(() => run.programs().length === 0, { withinMs: 30_000 });
  });

  it('a test run that fails ends it, too; where a killed one has left its numbers is nobody harmed', async () => {
    // A process that has got the number since.
    const leave =
      'mkdir -p /run/docker/containerd; sleep 600 2>&- & echo $! | tee /run/docker.pid >/run/docker/containerd/containerd.pid';
    await using run = await runApart(leave);
    const { code, error } = await run.ended();
    // It has an engine, and no network to make images from.
    expect(error).toContain('mmdebstrap');
    expect(code).toBe(1);
    expect(run.programs()).toEqual(['sleep']);
  });
}
