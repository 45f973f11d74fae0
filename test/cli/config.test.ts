import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { editorSchema } from '../../cli/config/editor-schema.ts';
import { warmAurora as aurora } from '../support/warm-cli/index.ts';
import { fleetOf } from './config/inspect.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = async (yaml: string, ...args: string[]) => {
  await writeFile(join(folder, 'aurora.config.yaml'), yaml);
  return aurora(['config', ...args], { cwd: folder });
};

describe('aurora config validate', () => {
  it('says so when all is well', async () => {
    const { stdout, exitCode } = await inFolder(fleetOf('', 'environments: { live: {} }\n'), 'validate');
    expect(stdout).toBe('aurora.config.yaml is valid: 2 services, checked for development, live\n');
    expect(exitCode).toBe(0);
  });

  it('lists what is wrong in any environment, and exits 3', async () => {
    const yaml = fleetOf(
      '',
      "environments: { live: { services: { gateway: { port: 8004 } } }, qa: { runtime: '${PLACE}' } }\n",
    );
    const { stdout, stderr, exitCode } = await inFolder(yaml.replace('shop', 'Shop'), 'validate');
    expect(stdout).toBe('');
    expect(stderr).toContain('error: aurora.config.yaml has 2 mistakes.\n');
    expect(stderr).toContain('aurora.config.yaml:2:7  bad_form');
    expect(stderr).toContain('aurora.config.yaml:5:35  duplicate_port  port 8004 is `gateway`’s already (in live)\n');
    expect(exitCode).toBe(3);
  });

  it('tells programs the same', async () => {
    const { stdout, exitCode } = await inFolder(fleetOf('', 'runtime: dokcer\n'), 'validate', '--json');
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'config_invalid',
      findings: [
        { file: join(folder, 'aurora.config.yaml'), line: 6, column: 10, code: 'unknown_value', suggestion: 'docker' },
      ],
      exitCode: 3,
    });
    expect(exitCode).toBe(3);
  });
});

describe('aurora config show', () => {
  it('prints the resolved fleet as YAML and as JSON alike', async () => {
    const yaml = fleetOf('', 'environments: { live: { runtime: docker } }\n');
    const shown = parse((await inFolder(yaml, 'show', '--env', 'live')).stdout);
    expect(shown).toMatchObject({ name: 'shop', environment: 'live', runtime: 'docker', root: folder });
    expect(JSON.parse((await inFolder(yaml, 'show', '--env', 'live', '--json')).stdout)).toEqual(shown);
  });
});

describe('aurora config schema', () => {
  it('prints the schema for editors, and needs no config for it', async () => {
    const { stdout, exitCode } = await aurora(['config', 'schema'], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual(editorSchema());
    expect(exitCode).toBe(0);
  });
});
