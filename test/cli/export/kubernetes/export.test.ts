import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { exportKubernetes } from '../../../../cli/actions/export-kubernetes.ts';
import { loadFleet } from '../../../../cli/config/load.ts';
import { repository } from '../../../support/aurora.ts';

let roots: string[];
beforeEach(async () => {
  roots = await Promise.all([copy(), copy()]);
});
afterEach(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

/** What images are made from is hashed: a few files do. */
async function copy(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'aurora-kubernetes-'));
  for (const path of ['aurora.config.yaml', 'migrations', 'Dockerfile', '.dockerignore'])
    await cp(join(repository, path), join(root, path), { recursive: true });
  return root;
}

const write = async (root: string, changes: object = {}) =>
  exportKubernetes(await loadFleet({ file: join(root, 'aurora.config.yaml'), environment: 'production' }), {
    out: join(root, 'out'),
    force: false,
    check: false,
    'ingress-namespace': 'ingress-nginx',
    ...changes,
  });

it('is the same in every folder, whatever keys were made there, and holds none of them', async () => {
  const [one = '', other = ''] = roots;
  const { files, namespace, secrets } = await write(one);
  await write(other);
  expect(namespace).toBe('aurora-production');
  expect(secrets['subject-service']).toEqual(['signing-key.json', 'database.url', 'broker.url']);
  const texts = (root: string) => Promise.all(files.map(({ path }) => readFile(join(root, 'out', path), 'utf8')));
  const written = await texts(one);
  expect(await texts(other)).toEqual(written);
  const key = JSON.parse(
    await readFile(join(one, '.aurora/run/secrets/exports/production/keys/subject-service.json'), 'utf8'),
  );
  expect(written.filter((text) => text.includes(key.d) || text.includes(key.x))).toEqual([]);
});

it('says what differs, and touches nothing that somebody edited', async () => {
  const [root = ''] = roots;
  await write(root);
  expect((await write(root)).files.every(({ action }) => action === 'unchanged')).toBe(true);
  expect((await write(root, { check: true })).files).toEqual([]);
  await writeFile(join(root, 'out/settings.yaml'), 'kind: ConfigMap\n');
  expect((await write(root, { check: true })).files).toEqual([{ path: 'settings.yaml', action: 'updated' }]);
  await expect(write(root)).rejects.toMatchObject({ code: 'not_overwritten' });
});

it.each([
  ['namespace', 'No_Name'],
  ['host', 'https://school.example.org'],
  ['ingress-namespace', ''],
])('takes no --%s that Kubernetes would not', async (flag, value) => {
  await expect(write(roots[0] ?? '', { [flag]: value })).rejects.toMatchObject({ code: 'bad_name', exit: 'usage' });
});
