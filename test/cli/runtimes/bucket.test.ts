import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { bucketOf } from '../../../cli/runtimes/bucket.ts';
import { CONFIG, FILES, fleetOf } from './support/fleet.ts';

const fleet = fleetOf([CONFIG, { ...FILES, storage: { driver: 's3' } }]);
let secrets: string;

beforeEach(async () => {
  secrets = await mkdtemp(join(tmpdir(), 'aurora-bucket-'));
});
afterEach(() => rm(secrets, { recursive: true }));

it('is what the variables say, as such or as files, and the same for a command that is told nothing', async () => {
  const file = join(secrets, 'password');
  await writeFile(file, 's3cret\n');
  const given = { S3_BUCKET: 'blobs', S3_ACCESS_KEY_ID: 'me', S3_SECRET_ACCESS_KEY_FILE: file, PATH: '/bin' };
  const bucket = { S3_BUCKET: 'blobs', S3_ACCESS_KEY_ID: 'me', S3_SECRET_ACCESS_KEY: 's3cret' };
  expect(await bucketOf(fleet, given, secrets)).toEqual(bucket);
  expect(await bucketOf(fleet, {}, secrets)).toEqual(bucket);
  expect((await stat(join(secrets, 'bucket.json'))).mode & 0o077).toBe(0);
  expect(await bucketOf(fleet, { S3_BUCKET: 'others' }, secrets)).toEqual({ S3_BUCKET: 'others' });
  expect(await bucketOf(fleet, {}, secrets)).toEqual({ S3_BUCKET: 'others' });
});

it('is none before one is named, nor for a fleet that keeps its files in folders', async () => {
  expect(await bucketOf(fleet, {}, secrets)).toEqual({});
  expect(await bucketOf(fleetOf([CONFIG, FILES]), { S3_BUCKET: 'blobs' }, secrets)).toEqual({});
  expect(await bucketOf(fleet, {}, secrets)).toEqual({});
});

it('is not taken from a file that cannot be read', async () => {
  const given = { S3_BUCKET: 'blobs', S3_SECRET_ACCESS_KEY_FILE: join(secrets, 'none') };
  await expect(bucketOf(fleet, given, secrets)).rejects.toMatchObject({ code: 'bad_variable', exit: 'usage' });
});
