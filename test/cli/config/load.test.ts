import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError, formatFinding } from '../../../cli/config/findings.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { LoadOptions } from '../../../cli/config/locate.ts';
import { readConfig } from '../../../cli/config/read.ts';
import { run } from '../../support/aurora.ts';
import { fleetOf } from './inspect.ts';

let folder: string;
const before = { cwd: process.cwd(), env: { ...process.env } };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-config-'));
  delete process.env.AURORA_CONFIG;
  delete process.env.AURORA_ENV;
});

afterEach(async () => {
  process.chdir(before.cwd);
  process.env = { ...before.env };
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function refused(options: LoadOptions): Promise<ConfigError> {
  const error = await loadFleet(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error as ConfigError;
}

/** Root may read everything, so it gives up its rights for a moment. */
function asOrdinaryUser<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('which file is loaded', () => {
  it('the nearest one upwards', async () => {
    const file = await write('aurora.config.yaml', fleetOf());
    await mkdir(join(folder, 'services/orders/src'), { recursive: true });
    process.chdir(join(folder, 'services/orders/src'));
    expect(await loadFleet()).toMatchObject({ file, root: folder });
  });

  it('else the one that AURORA_CONFIG names, else the one that is given', async () => {
    await write('aurora.config.yaml', fleetOf());
    process.env.AURORA_CONFIG = await write('other/fleet.yaml', fleetOf().replace('shop', 'other'));
    process.chdir(folder);
    expect(await loadFleet()).toMatchObject({ name: 'other', root: join(folder, 'other') });
    await write('third.yaml', fleetOf().replace('shop', 'third'));
    expect(await loadFleet({ file: 'third.yaml' })).toMatchObject({ name: 'third', root: folder });
  });

  it('with the environment of AURORA_ENV, unless one is given', async () => {
    const file = await write(
      'f.yaml',
      fleetOf('', 'environments: { live: { runtime: docker }, qa: { runtime: process } }\n'),
    );
    process.env.AURORA_ENV = 'live';
    expect(await loadFleet({ file })).toMatchObject({ environment: 'live', runtime: 'docker' });
    expect(await loadFleet({ file, environment: 'qa' })).toMatchObject({ environment: 'qa', runtime: 'process' });
  });

  it('with the variables of this process', async () => {
    process.env.SHOP_NAME = 'mine';
    const file = await write('f.yaml', fleetOf().replace('shop', '${SHOP_NAME}'));
    expect(await loadFleet({ file })).toMatchObject({ name: 'mine' });
  });
});

describe('a file that cannot be read', () => {
  it('is missing: where Aurora looked, and what to do', async () => {
    process.chdir(folder);
    const error = await refused({});
    expect(error).toMatchObject({ code: 'config_invalid', exit: 'config' });
    expect(error.message).toContain(folder);
    expect(error.next).toContain('AURORA_CONFIG');
    expect(error.findings).toMatchObject([{ code: 'file_missing', file: join(folder, 'aurora.config.yaml') }]);
  });

  it('is missing where it was named', async () => {
    expect((await refused({ file: join(folder, 'x.yaml') })).message).toContain(join(folder, 'x.yaml'));
    const file = await write('a-file', '');
    expect((await refused({ file: join(file, 'x.yaml') })).findings).toMatchObject([{ code: 'file_missing' }]);
  });

  it('is a folder', async () => {
    expect((await refused({ file: folder })).findings).toMatchObject([
      { code: 'not_a_file', message: 'this is a folder' },
    ]);
  });

  it('is a device', async () => {
    expect((await refused({ file: '/dev/null' })).findings).toMatchObject([{ code: 'not_a_file' }]);
  });

  it('is a pipe that nobody writes to', async () => {
    const file = join(folder, 'f.yaml');
    await run('mkfifo', [file]);
    expect((await refused({ file })).findings).toMatchObject([{ code: 'not_a_file' }]);
  });

  it('is not for this user', async () => {
    const file = await write('f.yaml', fleetOf());
    await chmod(file, 0o000);
    expect(asOrdinaryUser(() => readConfig(file))).toEqual({ code: 'file_unreadable', message: 'permission denied' });
  });

  it('goes in circles', async () => {
    const file = join(folder, 'f.yaml');
    await symlink(file, file);
    expect((await refused({ file })).findings).toMatchObject([{ code: 'file_unreadable' }]);
  });

  it('is larger than 1 MiB', async () => {
    const file = await write('f.yaml', `${fleetOf()}#${'x'.repeat(1024 * 1024)}`);
    expect((await refused({ file })).findings).toMatchObject([{ code: 'file_too_large' }]);
  });

  it.each([
    ['half a character', Buffer.from([0x61, 0xc3])],
    ['Latin-1', Buffer.from('name: Größe', 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${fleetOf()}`, 'utf16le')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00])],
  ])('is no text: %s', async (_, bytes) => {
    expect((await refused({ file: await write('f.yaml', bytes) })).findings).toMatchObject([{ code: 'not_text' }]);
  });

  it('is empty', async () => {
    expect((await refused({ file: await write('f.yaml', '') })).findings).toMatchObject([{ code: 'empty_file' }]);
  });

  it('begins with a byte order mark: that one is fine', async () => {
    expect(await loadFleet({ file: await write('f.yaml', `\ufeff${fleetOf()}`) })).toMatchObject({ name: 'shop' });
  });
});

describe('a config with mistakes', () => {
  it('is refused with all of them, one line each, in the order of the file', async () => {
    process.chdir(folder);
    const file = await write('f.yaml', fleetOf('files: { kind: file, prot: 8003 }', 'runtime: dokcer\n'));
    const error = await refused({ file });
    expect(error).toMatchObject({ code: 'config_invalid', exit: 'config', message: 'f.yaml has 3 mistakes.' });
    expect(error.next).toBe('aurora config validate');
    expect(error.details).toEqual([
      'f.yaml:6:3  missing_key  `files` needs `port`',
      'f.yaml:6:24  unknown_key  `files` has no `prot`  (did you mean port?)',
      'f.yaml:7:10  unknown_value  `runtime` must be one of auto, process, docker, swarm, not `dokcer`  (did you mean docker?)',
    ]);
    expect(error.facts).toEqual({ findings: error.findings });
    expect(error.findings[0]?.file).toBe(file);
  });

  it('is named by its path from here, or in full where it is not below', async () => {
    const finding = { file: '/a/b/f.yaml', line: 1, column: 2, code: 'empty', message: 'x' } as const;
    expect(formatFinding(finding, '/a')).toBe('b/f.yaml:1:2  empty  x');
    expect(formatFinding(finding, '/c')).toBe('/a/b/f.yaml:1:2  empty  x');
  });

  it('stands in the file as an editor counts: UTF-16 units, windows line ends', async () => {
    const file = await write(
      'f.yaml',
      `# 🙂\r\n${fleetOf('', 'environments: { live: { runtime: 🙂 , x: 1 } }\n').replaceAll('\n', '\r\n')}`,
    );
    const { findings } = await refused({ file });
    const line = (await readFile(file, 'utf8')).split('\r\n')[6] ?? '';
    expect(findings).toMatchObject([
      { line: 7, column: line.indexOf('🙂') + 1, code: 'unknown_value' },
      { line: 7, column: line.indexOf('x:') + 1, code: 'unknown_key' },
    ]);
  });
});

describe('a config that was loaded before', () => {
  const memory = () => join(folder, 'node_modules/.cache/aurora/config-development.json');
  const load = () => loadFleet({ file: join(folder, 'aurora.config.yaml') });

  beforeEach(async () => {
    await mkdir(join(folder, 'node_modules'));
    await write('aurora.config.yaml', fleetOf());
  });

  it('is remembered as the fleet it was', async () => {
    const first = await load();
    const { fleet, ...rest } = JSON.parse(await readFile(memory(), 'utf8'));
    expect(fleet).toEqual(first);
    await writeFile(memory(), JSON.stringify({ ...rest, fleet: { ...fleet, name: 'from-memory' } }));
    expect(await load()).toEqual({ ...first, name: 'from-memory' });
  });

  it('is read again when a character, the file, the environment or Aurora itself has changed', async () => {
    const first = await load();
    const { fleet, ...rest } = JSON.parse(await readFile(memory(), 'utf8'));
    const forged = { ...rest, fleet: { ...fleet, name: 'from-memory' } };

    await writeFile(memory(), JSON.stringify({ ...forged, reader: '0.0.1 1' }));
    expect(await load()).toEqual(first);
    await writeFile(memory(), JSON.stringify({ ...forged, fleet: { ...forged.fleet, file: '/elsewhere.yaml' } }));
    expect(await load()).toEqual(first);
    await writeFile(memory(), JSON.stringify(forged));
    await write('aurora.config.yaml', `${fleetOf('', 'environments: { live: { runtime: docker } }\n')}`);
    expect(await loadFleet({ file: join(folder, 'aurora.config.yaml'), environment: 'live' })).toMatchObject({
      name: 'shop',
    });
    expect(await load()).toMatchObject({ name: 'shop', runtime: 'auto' });
  });

  it.each(['', 'null', '{}', '{"text":', '[1]'])('is read again when the memory holds %j', async (content) => {
    const first = await load();
    await writeFile(memory(), content);
    expect(await load()).toEqual(first);
  });

  it('is not remembered with variables in it, with mistakes, or without a place for it', async () => {
    process.env.SHOP_NAME = 'mine';
    await write('aurora.config.yaml', fleetOf().replace('shop', '${SHOP_NAME}'));
    await load();
    await write('aurora.config.yaml', fleetOf('', 'runtme: auto\n'));
    await refused({ file: join(folder, 'aurora.config.yaml') });
    expect(existsSync(memory())).toBe(false);

    await rm(join(folder, 'node_modules'), { recursive: true });
    await write('aurora.config.yaml', fleetOf());
    await load();
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  });

  it('loads where nothing can be written', async () => {
    await write('node_modules/.cache', 'a file where the folder should be');
    expect(await load()).toMatchObject({ name: 'shop' });
  });
});
