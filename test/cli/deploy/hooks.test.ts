import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hooksOf } from '../../../cli/deploy/hooks.ts';
import type { DeployRecord } from '../../../cli/deploy/record.ts';
import { fleetOf } from '../runtimes/support/fleet.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-hooks-'));
  mkdirSync(join(root, '.aurora/hooks'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const RECORD = {
  id: 'd1',
  kind: 'deploy',
  environment: 'production',
  services: [{ service: 'orders', to: { version: 'two' } }],
} as unknown as DeployRecord;

function hook(signal = new AbortController().signal) {
  return hooksOf(fleetOf(undefined, { root }), signal);
}

function program(name: string, lines: string, mode = 0o755): void {
  const file = join(root, '.aurora/hooks', name);
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, mode);
}

describe("a fleet's own programs at moments of a deploy", () => {
  it('need not be there', async () => {
    await expect(hook()('pre-deploy', RECORD)).resolves.toBeUndefined();
  });

  it('get the deploy on their standard input, and what they mostly want as variables', async () => {
    program(
      'pre-deploy',
      'cat > told.json; echo "$AURORA_DEPLOY $AURORA_DEPLOY_ENVIRONMENT $AURORA_DEPLOY_VERSIONS" > told.txt',
    );
    await hook()('pre-deploy', RECORD);
    expect(JSON.parse(readFileSync(join(root, 'told.json'), 'utf8'))).toEqual(RECORD);
    expect(readFileSync(join(root, 'told.txt'), 'utf8')).toBe('d1 production orders=two\n');
  });

  it('say no with their exit code, and why with what they print', async () => {
    program('confirm-promotion', 'echo "not on a friday"; exit 3');
    await expect(hook()('confirm-promotion', RECORD)).rejects.toMatchObject({
      code: 'hook_failed',
      message: '.aurora/hooks/confirm-promotion ended with 3.',
      details: ['not on a friday'],
    });
  });

  it('are missed where they may not be executed', async () => {
    program('post-deploy', 'exit 0', 0o644);
    await expect(hook()('post-deploy', RECORD)).rejects.toMatchObject({ code: 'hook_not_executable' });
  });

  it('are ended with who waits for them', async () => {
    program('pre-deploy', 'exec sleep 60');
    const calling = new AbortController();
    const end = hook(calling.signal)('pre-deploy', RECORD);
    calling.abort();
    await expect(end).rejects.toMatchObject({ code: 'hook_failed' });
  });
});
