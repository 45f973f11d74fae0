import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from '../../../shared/bundle/index.ts';
import { repository } from '../../support/aurora.ts';

let root: string;
let elsewhere: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'aurora-sources-')));
  elsewhere = await realpath(await mkdtemp(join(tmpdir(), 'aurora elsewhere #%41-')));
});
afterEach(async () => {
  await Promise.all([root, elsewhere].map((folder) => rm(folder, { recursive: true, force: true })));
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** Bundles main.ts, takes everything else away, and runs it. Returns what it prints. */
async function run(): Promise<string> {
  const { outputFiles } = await build({
    root,
    entryPoints: { main: join(root, 'main.ts') },
    folder: root,
    portable: true,
  });
  for (const { path, contents, text } of outputFiles) {
    expect(text).not.toContain(root);
    await writeFile(join(elsewhere, relative(root, path)), contents);
  }
  await rm(root, { recursive: true });
  return (await promisify(execFile)(process.execPath, [join(elsewhere, 'main.mjs')])).stdout.trim();
}

describe('a portable bundle', () => {
  it('holds packages that are imported on demand, with the names that Node finds in them', async () => {
    await write('node_modules/old/package.json', '{ "name": "old", "main": "lib.js" }');
    await write('node_modules/old/lib.js', 'exports.one = () => 1; exports.default = 2; exports["not a name"] = 3;');
    await write('node_modules/new/package.json', '{ "name": "new", "type": "module", "exports": "./lib.js" }');
    await write('node_modules/new/lib.js', 'export const two = 2;');
    await write(
      'main.ts',
      "const { one } = await import('old'); const { two } = await import('new'); console.log(one(), two);",
    );
    expect(await run()).toBe('1 2');
  });

  it('tells code that asks where it stands of the same place below itself', async () => {
    await write('node_modules/old/package.json', '{ "name": "old", "main": "a b/lib.js" }');
    await write('node_modules/old/a b/lib.js', 'module.exports = [__dirname, __filename];');
    await write('main.ts', "import places from 'old'; console.log([...places, import.meta.dirname].join('\\n'));");
    expect((await run()).split('\n')).toEqual([
      join(elsewhere, 'node_modules/old/a b'),
      join(elsewhere, 'node_modules/old/a b/lib.js'),
      elsewhere,
    ]);
  });

  it('leaves out what is not installed, and says so to whoever asks for it', async () => {
    await write('main.ts', "await import('missing').catch(({ code }) => console.log(code));");
    expect(await run()).toBe('ERR_MODULE_NOT_FOUND');
  });

  it.each([
    ['mysql2', 'createConnection'],
    ['@aws-sdk/client-s3', 'S3Client'],
    ['pg', 'Client'],
  ])('holds %s', async (name, exported) => {
    await cp(join(repository, 'package.json'), join(root, 'package.json'));
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
    await write('main.ts', `const all = await import('${name}'); console.log(typeof all.${exported});`);
    expect(await run()).toBe('function');
  });
});
