import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-graph-'));
  await writeFile(join(folder, 'aurora.config.yaml'), config());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** All refer to Item0 of s0. */
function config(services = 2): string {
  const lines = Array.from({ length: services }, (_, n) => {
    const fields = n === 0 ? '{ name: { type: string } }' : '{ itemId: { references: s0.Item0 } }';
    return `  s${n}: { kind: domain, port: ${9200 + n}, entities: { Item${n}: { fields: ${fields} } } }`;
  });
  return `version: 1\nname: shop\nservices:\n  settings: { kind: config, port: 9100 }\n${lines.join('\n')}\n`;
}

const graph = (...args: string[]) => aurora(['graph', ...args], { cwd: folder });

describe('aurora graph', () => {
  it('prints Mermaid unless told otherwise', async () => {
    const { stdout, stderr, exitCode } = await graph();
    expect(stdout).toContain('flowchart LR\n');
    expect(stdout).toContain('n_s1__Item1 -->|"itemId, restrict"| n_s0__Item0\n');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('writes a file, and says so', async () => {
    const { stdout } = await graph('--format', 'svg', '--out', 'fleet.svg');
    expect(stdout).toBe('fleet.svg: written\n');
    expect(await readFile(join(folder, 'fleet.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('says where it cannot write', async () => {
    const { stderr, exitCode } = await graph('--out', 'missing/fleet.mmd');
    expect(stderr).toContain('error: missing/fleet.mmd cannot be written.\n');
    expect(exitCode).toBe(2);
  });

  it('gives programs the graph, with --json and as a format', async () => {
    const [flag, format] = await Promise.all([graph('--json'), graph('--format', 'json')]);
    expect(JSON.parse(flag.stdout).references).toEqual([
      { from: 's1.Item1', to: 's0.Item0', field: 'itemId', required: false, onDelete: 'restrict' },
    ]);
    expect(format.stdout).toBe(flag.stdout);
  });

  it('refuses a service that is none, and names those that are', async () => {
    const { stderr, exitCode } = await graph('--service', 's9');
    expect(stderr).toContain('Its services: settings, s0, s1');
    expect(exitCode).toBe(2);
  });

  it('tells how to narrow what nobody could read', async () => {
    const file = join(folder, 'large.yaml');
    await writeFile(file, config(70));
    const { stdout, stderr, exitCode } = await graph('--config', file);
    expect(stderr).toBe(
      '! 71 boxes and 138 arrows are much for one picture: try --only services, or --service NAME, for one with its neighbours\n',
    );
    expect(stdout).toContain('flowchart LR');
    expect(exitCode).toBe(0);
  });
});
