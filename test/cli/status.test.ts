import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { layoutOf } from '../../cli/runtimes/layout.ts';
import { aurora } from '../support/aurora.ts';

it('status asks a fleet once: a service that hangs lets each who asks wait', async () => {
  await using parts = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'aurora-test-status-'));
  parts.defer(() => rm(root, { recursive: true, force: true }));
  await writeFile(
    join(root, 'aurora.config.yaml'),
    'version: 1\nname: quiet\nservices:\n  config-service: { kind: config, port: 8004 }\n',
  );
  const { control } = layoutOf(root);
  await mkdir(dirname(control), { recursive: true });
  const socket = join(root, 'supervisor');
  await symlink(socket, control);

  const asked: unknown[] = [];
  const status = { fleet: 'quiet', runtime: 'process', services: [], infrastructure: [], supervisor: { pid: 1 } };
  const supervisor = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(JSON.stringify(status));
  });
  supervisor.listen(socket);
  parts.defer(() => void supervisor.close());
  await once(supervisor, 'listening');

  const { exitCode, stdout, stderr } = await aurora(['status', '--json'], { cwd: root });
  expect({ exitCode, stderr, answer: JSON.parse(stdout) }).toEqual({ exitCode: 0, stderr: '', answer: status });
  expect(asked).toEqual(['GET /status']);
});
