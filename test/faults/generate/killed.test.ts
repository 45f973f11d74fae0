import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/until.ts';
import { repository } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

/** Enough files that a kill falls into the middle of writing them. */
const CONFIG = `version: 1\nname: big\nservices:\n${Array.from({ length: 8 }, (_, index) => service(index)).join('')}`;

function service(index: number): string {
  const entities = Array.from(
    { length: 10 },
    (_, n) => `      E${index}x${n}: { fields: { code: { type: string } } }\n`,
  );
  return `  service-${index}:\n    kind: domain\n    port: ${9100 + index}\n    entities:\n${entities.join('')}`;
}

function snapshot(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'aurora-killed-'));
  writeFileSync(join(root, 'aurora.config.yaml'), CONFIG);
  return root;
}

/** Kills a run as soon as it has written a file or folder. */
async function generateAndKill(root: string, marker: string): Promise<void> {
  const child = spawn(process.execPath, [join(repository, 'bin', 'run.js'), 'generate'], {
    cwd: root,
    stdio: 'ignore',
  });
  const closed = once(child, 'close');
  await until(() => child.exitCode !== null || existsSync(join(root, marker)), { withinMs: 60_000 });
  child.kill('SIGKILL');
  await closed;
}

describe('a generate that is killed', () => {
  let expected: Record<string, string>;

  beforeAll(async () => {
    const root = folder();
    expect(await aurora(['generate'], { cwd: root })).toMatchObject({ exitCode: 0 });
    expected = snapshot(root);
    rmSync(root, { recursive: true });
  }, 60_000);

  it.each([
    '.aurora/generated/pending.json',
    'services/service-5/README.md',
    '.aurora/generated/model.json',
    ...(LONG ? ['migrations/service-3', 'services/service-0', 'services/service-7/src'] : []),
  ])(
    'when %s stands is finished by the next',
    async (marker) => {
      const root = folder();
      try {
        await generateAndKill(root, marker);
        expect(await aurora(['generate'], { cwd: root })).toMatchObject({ exitCode: 0 });
        expect(snapshot(root)).toEqual(expected);
        expect(await aurora(['generate', '--check'], { cwd: root })).toMatchObject({ exitCode: 0 });
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
