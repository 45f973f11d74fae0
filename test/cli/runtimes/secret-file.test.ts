import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newPassword, secretOnce, writeSecret } from '../../../cli/runtimes/secret-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-secret-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a secret in a file', () => {
  it('is made once, whoever asks at the same time', async () => {
    const file = join(folder, 'deep', 'password');
    const texts = await Promise.all(Array.from({ length: 20 }, () => secretOnce(file, newPassword)));
    expect(new Set(texts).size).toBe(1);
    expect(await readFile(file, 'utf8')).toBe(texts[0]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'deep'))).toEqual(['password']);
  });

  it('is replaced as a whole, and left alone when it is the same', async () => {
    const file = join(folder, 'url');
    await writeSecret(file, 'one');
    const { ino } = await stat(file);
    await writeSecret(file, 'one');
    expect((await stat(file)).ino).toBe(ino);
    await writeSecret(file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('needs no quotes in a URL, and is no option to a program', () => {
    expect(newPassword()).toMatch(/^[0-9a-f]{48}$/);
  });
});
