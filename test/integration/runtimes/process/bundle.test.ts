import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import { layoutOf } from '../../../../cli/runtimes/layout.ts';
import { bundle } from '../../../../cli/runtimes/process/bundles/bundle.ts';
import { bundleFinder } from '../../../../cli/runtimes/process/bundles/manifest.ts';

let root: string;
let warnings: string[];

beforeEach(async () => {
  // A path is no URL: what means something in one stands in this name.
  root = await mkdtemp(join(tmpdir(), 'aurora bundles #%41-'));
  warnings = [];
});
afterEach(() => rm(root, { recursive: true }));

/** Long before now, as code mostly is when it is bundled. */
async function write(path: string, text: string, hoursAgo = 2): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const changed = Date.now() / 1000 - hoursAgo * 3600;
  await utimes(file, changed, changed);
}

async function bundled(...names: string[]): Promise<(service: string) => string | undefined> {
  const fleet = { root, services: names.map((name) => ({ name })) } as unknown as Fleet;
  await bundle(fleet, { ...silentNarrator, warn: (line) => warnings.push(line) });
  const find = bundleFinder(layoutOf(root));
  return (service) => find(service)?.file;
}

async function run(file: string | undefined): Promise<{ stdout: string; stderr: string }> {
  if (file === undefined) throw new Error(`there is no bundle; ${warnings}`);
  return promisify(execFile)(process.execPath, ['--enable-source-maps', file]);
}

describe('the bundle of a service', () => {
  it('runs as its sources do, wherever they look for themselves', async () => {
    await write('shared/where.ts', 'export const where: string = `${import.meta.dirname} ${import.meta.url}`;');
    await write('node_modules/old/package.json', '{ "name": "old", "main": "lib.js" }');
    await write('node_modules/old/lib.js', 'module.exports = { place: __dirname, os: require("node:os").EOL };');
    const main =
      "import { where } from '../../../shared/where.ts'; import old from 'old'; console.log(where, old.place);";
    await write('services/order/src/main.ts', main);
    const find = await bundled('order');
    const { stdout } = await run(find('order'));
    expect(stdout).toBe(`${root}/shared ${pathToFileURL(root).href}/shared/where.ts ${root}/node_modules/old\n`);
  });

  it('leaves the names of places alone where they are text, members or names of its own', async () => {
    await write('node_modules/old/package.json', '{ "name": "old", "main": "lib.js" }');
    const members = '{ __dirname: 1 }.__dirname';
    await write(
      'node_modules/old/lib.js',
      `#!/usr/bin/env node\nmodule.exports = ["no __dirname", 'import.meta.url', /__filename/.source, (${members}), ((__filename) => __filename)(2)];`,
    );
    await write('services/order/src/main.ts', "import old from 'old'; console.log(old.join());");
    const find = await bundled('order');
    expect(await run(find('order'))).toMatchObject({ stdout: 'no __dirname,import.meta.url,__filename,1,2\n' });
  });

  it('names the line of the source in an error', async () => {
    await write(
      'services/order/src/main.ts',
      "type Nothing = null;\n\nfunction fail() {\n  throw new Error('no');\n}\nfail();\n",
    );
    const find = await bundled('order');
    await expect(run(find('order'))).rejects.toMatchObject({
      stderr: expect.stringMatching(/at fail \(.*services\/order\/src\/main\.ts:4:9\)/),
    });
  });

  it('knows packages that are imported on demand by all their names', async () => {
    await write('node_modules/old/package.json', '{ "name": "old", "main": "lib.js" }');
    await write('node_modules/old/lib.js', 'exports.name = "old"; exports.version = 1;');
    await write(
      'services/order/src/main.ts',
      "const { name, version } = await import('old'); console.log(name, version);",
    );
    const find = await bundled('order');
    expect(await run(find('order'))).toMatchObject({ stdout: 'old 1\n' });
  });

  it('does without packages that are not installed, until they are asked for', async () => {
    await write('services/order/src/main.ts', "await import('absent').catch(({ code }) => console.log(code));");
    const find = await bundled('order');
    expect(await run(find('order'))).toMatchObject({ stdout: 'ERR_MODULE_NOT_FOUND\n' });
  });

  it('is none any more when a file of it, or a package, has changed', async () => {
    await write('node_modules/.package-lock.json', '{}');
    await write('services/order/src/main.ts', 'console.log(1);');
    const find = await bundled('order');
    expect(find('order')).toBeDefined();
    expect(find('item')).toBeUndefined();
    for (const path of ['node_modules/.package-lock.json', 'services/order/src/main.ts']) {
      await write(path, '{}', 3);
      expect(bundleFinder(layoutOf(root))('order')).toBeUndefined();
      await bundled('order');
      expect(bundleFinder(layoutOf(root))('order')).toBeDefined();
    }
  });

  it('has a name by which the same code is known again, and other code told apart', async () => {
    await write('shared/a.ts', 'export const a = 1;');
    for (const name of ['order', 'item']) {
      await write(
        `services/${name}/src/main.ts`,
        `import { a } from '../../../shared/a.ts'; console.log('${name}', a);`,
      );
    }
    const buildOf = async () => {
      await bundled('order', 'item');
      return bundleFinder(layoutOf(root))('order')?.build;
    };
    const first = await buildOf();
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect(await buildOf()).toBe(first);
    await write('shared/a.ts', 'export const a = 2;', 1);
    expect(await buildOf()).not.toBe(first);
  });

  it('knows by what it was made, for another bundler would make another', async () => {
    await write('services/order/src/main.ts', '');
    await bundled('order');
    const manifest = JSON.parse(await readFile(join(layoutOf(root).bundles, 'manifest.json'), 'utf8'));
    expect(Object.keys(manifest.inputs)).toContainEqual(expect.stringMatching(/shared\/bundle\/places\.ts$/));
  });

  it('is not made of code that cannot be read; the reason is told', async () => {
    await write('services/order/src/main.ts', 'const = 1;');
    await write('services/item/src/main.ts', '');
    const find = await bundled('order', 'item');
    expect([find('order'), find('item')]).toEqual([undefined, undefined]);
    expect(warnings).toEqual([expect.stringContaining('services/order/src/main.ts:1: Expected identifier')]);
  });
});
