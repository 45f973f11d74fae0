import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { signToken } from '../../../cli/actions/token.ts';
import { bundled } from '../../../cli/actions/verify-bundle.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import { AuroraError } from '../../../cli/errors.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { ensureKeys } from '../../../cli/runtimes/keys.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { createRedactor } from '../../../cli/verify/bundle/redactor.ts';
import { reportOf } from '../../../cli/verify/report.ts';
import { secretsBelow } from '../../support/containers/secrets.ts';

const CONFIG = `version: 1
name: shop
services:
  api-gateway: { kind: gateway, port: 18000 }
  config-service: { kind: config, port: 18004 }
`;
const PASSWORD = 'correct-horse/battery+staple';
const REPORT = reportOf({ fleet: 'shop', runtime: 'process', environment: 'development' }, []);

let root: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-bundle-'));
  file = join(root, 'out/report.zip');
  await writeFile(join(root, 'aurora.config.yaml'), CONFIG);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const place = () => ({ file: join(root, 'aurora.config.yaml'), environment: undefined, runtime: 'process' as const });

async function filesOf(zip: string): Promise<Record<string, string>> {
  const entries = Object.entries(unzipSync(await readFile(zip)));
  return Object.fromEntries(entries.map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** The secrets of a fleet that has been up, in its logs and its config, in every form in which they get there. */
async function spillSecrets(): Promise<void> {
  const { secrets, logs } = layoutOf(root);
  await ensureKeys({ ...(await loadFleet(place())), root }, secrets);
  await mkdir(join(secrets, 'passwords'), { recursive: true });
  await mkdir(join(secrets, 'databases'), { recursive: true });
  await writeFile(join(secrets, 'passwords/shop'), `${PASSWORD}\n`);
  const url = `postgres://shop:${encodeURIComponent(PASSWORD)}@127.0.0.1:5432/shop`;
  await writeFile(join(secrets, 'databases/shop.url'), url);
  const forms = [...(await secretsBelow(secrets)).values()].flat();
  const { token } = await signToken(await loadFleet(place()), { subject: 'alice' });
  await mkdir(logs, { recursive: true });
  const lines = [...forms, url, token, `Bearer ${token}`].flatMap((text) => [
    text,
    JSON.stringify({
      time: '2026-01-01T10:00:00.000Z',
      level: 'info',
      service: 'config-service',
      msg: text,
      at: [text],
    }),
  ]);
  await writeFile(join(logs, 'config-service.log'), `${lines.join('\n')}\n`);
  await writeFile(join(root, 'aurora.config.yaml'), `${CONFIG}# ${PASSWORD}\n`);
}

describe('aurora verify --bundle', () => {
  it('has all that a bug report needs of a fleet that is down, says what it has not, and hands on what verify said', async () => {
    const down = new AuroraError('not_running', 'The fleet does not run.', { exit: 'notRunning', next: 'aurora up' });
    const running = bundled(file, place(), silentNarrator, () => Promise.reject(down));
    await expect(running).rejects.toBe(down);
    const files = await filesOf(file);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['README.txt', 'doctor.json', 'versions.json']));
    expect(JSON.parse(files['results.json'] ?? '')).toMatchObject({ error: { code: 'not_running' } });
    expect(JSON.parse(files['status.json'] ?? '')).toEqual({ running: false });
    expect(JSON.parse(files['config/resolved.json'] ?? '')).toMatchObject({ name: 'shop' });
    expect(files['README.txt']).toMatch(/Not to be had:\n(?:.*\n)*events\.json: the fleet is down\n/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('holds no secret of the fleet, in no form, and no token', async () => {
    await spillSecrets();
    const secrets = await secretsBelow(layoutOf(root).secrets);
    expect(secrets.size).toBeGreaterThan(3);
    const logs = await readFile(join(layoutOf(root).logs, 'config-service.log'), 'utf8');
    await bundled(file, place(), silentNarrator, async () => REPORT);
    const files = await filesOf(file);
    expect(files['logs/config-service.log']?.split('\n')).toHaveLength(logs.split('\n').length);
    for (const [name, text] of Object.entries(files)) {
      for (const [secret, forms] of secrets) {
        const found = forms.filter((form) => text.includes(form));
        expect({ name, secret, found }).toEqual({ name, secret, found: [] });
      }
      expect(text).not.toMatch(/eyJ[\w-]{8,}\./);
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(encodeURIComponent(PASSWORD));
    }
  });

  it('can be had where the config is wrong, with what is wrong in it', async () => {
    await writeFile(
      join(root, 'aurora.config.yaml'),
      `${CONFIG}nonsense: true\npassword: hidden-in-yaml\napi_key: 'hidden-too'\n`,
    );
    await bundled(file, place(), silentNarrator, async () => REPORT);
    const files = await filesOf(file);
    expect(JSON.parse(files['config/mistakes.json'] ?? '')[0]).toMatchObject({ code: 'unknown_key' });
    expect(files['config/aurora.config.yaml']).toContain('nonsense: true\npassword: [redacted]\napi_key: [redacted]\n');
    expect(Object.keys(files)).not.toContain('config/resolved.json');
  });

  it('is not written where somebody has stopped verify, nor where nobody asked for it', async () => {
    const stopped = new AuroraError('interrupted', 'Stopped.', { exit: 'interrupted' });
    const running = bundled(file, place(), silentNarrator, () => Promise.reject(stopped));
    await expect(running).rejects.toBe(stopped);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await bundled(undefined, place(), silentNarrator, async () => REPORT)).toBe(REPORT);
  });
});

describe('the redactor', () => {
  it('leaves JSON as it is but for secrets, and what merely looks like it as well', () => {
    const redactor = createRedactor(['s3cretvalue']);
    expect(redactor.json({ a: 1, password: 'x', b: ['s3cretvalue!'] })).toBe(
      `${JSON.stringify({ a: 1, password: '[redacted]', b: ['[redacted]!'] }, null, 2)}\n`,
    );
    expect(redactor.text('{ "half\n{"token":"abc","a":1}\npostgres://a:b@c')).toBe(
      '{ "half\n{"token":"[redacted]","a":1}\npostgres://a:[redacted]@c',
    );
  });

  it('takes values of several lines out of YAML, and leaves fields that bear such a name', () => {
    const { yaml } = createRedactor([]);
    expect(yaml('a:\n  api_key: |\n    hidden\n\n    as well\n  b: 1\nsecret: >-\n  gone\nc: 2\n')).toBe(
      'a:\n  api_key: [redacted]\n  b: 1\nsecret: [redacted]\nc: 2\n',
    );
    const fields = 'fields:\n  token: { type: string }\n  password:\n    type: string\n';
    expect(yaml(fields)).toBe(fields);
  });
});
