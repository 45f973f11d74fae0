import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { connectEngine } from '../../../../../cli/runtimes/docker/engine.ts';
import { PUBLIC_IMAGES } from '../../../../../cli/runtimes/docker/images/public.ts';
import { LABELS } from '../../../../../cli/runtimes/docker/labels.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { everythingOf } from '../../../../support/containers/observed.ts';
import { dockerMissing } from '../../../../support/docker.ts';

const GUARD = join(import.meta.dirname, '../../../../support/containers/guard.ts');

(dockerMissing ? it.skip : it)(
  `a test that is killed leaves no containers${dockerMissing ? `: ${dockerMissing}` : ''}`,
  async () => {
    const engine = await connectEngine();
    const folder = await mkdtemp(join(tmpdir(), 'aurora-guard-'));
    const labels = { [LABELS.folder]: folder };
    const [network] = await Promise.all([
      engine.createNetwork({ Name: `${folder.split('/').at(-1)}`, Labels: labels }),
      engine.createVolume({ Name: `${folder.split('/').at(-1)}`, Labels: labels }),
    ]);
    const container = await engine.createContainer({
      Image: PUBLIC_IMAGES.node,
      Cmd: ['node', '-e', 'setInterval(() => {}, 1000)'],
      Labels: labels,
      HostConfig: { NetworkMode: network.id },
    });
    await container.start();

    const script = `import(${JSON.stringify(GUARD)}).then(({ guardContainers }) => {
    guardContainers(${JSON.stringify(folder)});
    console.log('guarded');
    setInterval(() => undefined, 1000);
  })`;
    const test = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(test.stdout, 'data');
    test.kill('SIGKILL');
    const gone = () =>
      stat(folder).then(
        () => false,
        () => true,
      );
    await until(gone, { withinMs: 60_000 });
    expect(await everythingOf(engine, folder)).toEqual({ containers: [], volumes: [], networks: [] });
  },
);
