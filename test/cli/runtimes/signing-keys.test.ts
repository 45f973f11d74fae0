import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { ensureSigningKeys, replaceSigningKeys, signingKeysFile } from '../../../cli/runtimes/signing-keys.ts';
import { parseSigningKeys } from '../../../services/file-service/src/generated/download/keys.ts';
import { repository } from '../../support/aurora.ts';

let fleet: Fleet;
let secrets: string;

beforeAll(async () => {
  fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml'), environment: 'development' });
  secrets = await mkdtemp(join(tmpdir(), 'aurora-secrets-'));
});

afterAll(() => rm(secrets, { recursive: true }));

it('gives a fleet with files a key of its own, which no one else may read and which stays', async () => {
  await ensureSigningKeys(fleet, secrets);
  const file = signingKeysFile(secrets);
  const text = await readFile(file, 'utf8');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(parseSigningKeys(text)).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{8}$/), secret: expect.anything() }]);

  await ensureSigningKeys(fleet, secrets);
  expect(await readFile(file, 'utf8')).toBe(text);
});

it('makes none for a fleet without files', async () => {
  const folder = join(secrets, 'none');
  await ensureSigningKeys({ ...fleet, services: fleet.services.filter(({ kind }) => kind !== 'file') }, folder);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});

describe('a key of download URLs that is replaced', () => {
  const WEEK = 7 * 24 * 3_600_000;
  const START = Date.parse('2026-01-01T00:00:00Z');
  const ids = async () => parseSigningKeys(await readFile(signingKeysFile(secrets), 'utf8')).map(({ id }) => id);

  it('stands behind the new one until its last URL has ended', async () => {
    await ensureSigningKeys(fleet, secrets);
    const [first] = await ids();
    await replaceSigningKeys(secrets, true, START);
    const [second, ...old] = await ids();
    expect(old).toEqual([first]);
    await replaceSigningKeys(secrets, true, START + WEEK - 1000);
    expect((await ids()).slice(1)).toEqual([second, first]);
    await replaceSigningKeys(secrets, true, START + WEEK);
    expect((await ids()).slice(2)).toEqual([second]);
    expect((await stat(signingKeysFile(secrets))).mode & 0o777).toBe(0o600);
  });

  it('goes at once where it may be in wrong hands', async () => {
    await ensureSigningKeys(fleet, secrets);
    const before = await ids();
    await replaceSigningKeys(secrets, false);
    const after = await ids();
    expect(after).toHaveLength(1);
    expect(before).not.toContain(after[0]);
  });
});
