import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPage } from '../../cli/dashboard/build.ts';

/** Of all files together, in bytes as they would be sent compressed. */
const LARGEST = 120_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-page-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the page, built', () => {
  it('is small, and names its files by what is in them', async () => {
    expect(await buildPage(folder)).toBe(folder);
    const names = await readdir(folder);
    expect(names.map((name) => name.replace(/-[A-Z0-9]{8}\./, '-HASH.')).sort()).toEqual([
      'app-HASH.css',
      'app-HASH.js',
      'icon-HASH.svg',
      'index.html',
    ]);
    const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
    expect(contents.reduce((sum, content) => sum + gzipSync(content).length, 0)).toBeLessThan(LARGEST);
    const page = await readFile(join(folder, 'index.html'), 'utf8');
    for (const name of names.filter((each) => each !== 'index.html')) expect(page).toContain(`"/${name}"`);
    // Neither a script nor a style in the page itself, and nothing from elsewhere.
    expect(page).not.toMatch(/<style|style=|<script[^>]*>[^<]|https?:/);
  });

  it('says what to do where it cannot be', async () => {
    const file = join(folder, 'in-the-way');
    await writeFile(file, '');
    const failed = buildPage(join(file, 'dist'));
    await expect(failed).rejects.toMatchObject({
      code: 'page_not_built',
      exit: 'machine',
      next: expect.stringMatching(/^npm ci/),
    });
    await rm(file);
  });

  it('is built anew only when it is older than its sources', async () => {
    const page = join(folder, 'index.html');
    const { mtimeMs } = await stat(page);
    await buildPage(folder);
    expect((await stat(page)).mtimeMs).toBe(mtimeMs);
    await utimes(page, 1, 1);
    await Promise.all([buildPage(folder), buildPage(folder)]);
    expect((await stat(page)).mtimeMs).toBeGreaterThanOrEqual(mtimeMs);
    expect(await readdir(folder)).toHaveLength(4);
  });
});
