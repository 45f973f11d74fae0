import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../shared/logging/index.ts';
import {
  LastGoodCopy,
  LiveSettings,
  type PublishedSettings,
  type SettingsSource,
} from '../../../shared/settings/index.ts';
import { until } from '../../../shared/testing/until.ts';

/** A source in memory that holds its answer until there are news, as config-service does. */
class Source implements SettingsSource {
  away = false;
  asked = 0;
  #published: PublishedSettings;
  #wake = Promise.withResolvers<void>();

  constructor(settings: Record<string, unknown>) {
    this.#published = { etag: '"0"', settings };
  }

  publish(settings: Record<string, unknown>): void {
    this.#published = { etag: `"${Number(JSON.parse(this.#published.etag)) + 1}"`, settings };
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async fetch({ etag, waitSeconds, signal }: Parameters<SettingsSource['fetch']>[0]) {
    this.asked += 1;
    if (this.away) throw new Error('connect ECONNREFUSED');
    if (etag === this.#published.etag) {
      if (waitSeconds === 0) return undefined;
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      await Promise.race([this.#wake.promise, aborted]);
    }
    return this.#published;
  }
}

describe('live settings', () => {
  let folder: string;
  let file: string;
  let lines: Record<string, unknown>[];
  const open: LiveSettings[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    file = join(folder, 'state', 'settings.json');
    lines = [];
  });
  afterEach(async () => {
    for (const settings of open.splice(0)) settings.close();
    await rm(folder, { recursive: true });
  });

  const start = async (source?: Source, schemas?: Record<string, Record<string, unknown>>) => {
    const destination = { write: (line: string) => void lines.push(JSON.parse(line)), flush() {}, flushSync() {} };
    const log = createLogger({ service: 's', version: '1', level: 'debug', destination });
    const settings = new LiveSettings({
      initial: { logLevel: 'warn' },
      schemas,
      source,
      copy: new LastGoodCopy(file),
      log,
    });
    open.push(settings);
    await settings.start();
    return settings;
  };
  const values = (settings: LiveSettings) => [
    settings.get('logLevel'),
    settings.get('timeoutMs'),
    settings.get('retries'),
  ];

  it('are the defaults and what the environment says where there is no source', async () => {
    expect(values(await start())).toEqual(['warn', 2_000, 2]);
  });

  it('are fetched at start, and absent ones are the defaults', async () => {
    expect(values(await start(new Source({ timeoutMs: 500 })))).toEqual(['warn', 500, 2]);
  });

  it('follow the source, and tell who listens', async () => {
    const source = new Source({});
    const settings = await start(source);
    const heard: unknown[] = [];
    const stop = settings.onChange(({ logLevel }) => heard.push(logLevel));
    source.publish({ logLevel: 'debug' });
    await until(() => settings.get('logLevel') === 'debug');
    stop();
    source.publish({ logLevel: 'error' });
    await until(() => settings.get('logLevel') === 'error');
    expect(heard).toEqual(['debug']);
  });

  it('know those of the service itself', async () => {
    const schemas = { pageSize: { type: 'integer', maximum: 100, default: 50 } };
    const source = new Source({});
    const settings = await start(source, schemas);
    expect(settings.get('pageSize')).toBe(50);
    source.publish({ pageSize: 20 });
    await until(() => settings.get('pageSize') === 20);
  });

  it('stay as they are when what comes is not valid', async () => {
    const source = new Source({ timeoutMs: 500 });
    const settings = await start(source);
    source.publish({ timeoutMs: '500', logLevel: 'loud' });
    const refused = await until(() => lines.find(({ level }) => level === 'error'));
    expect(refused.errors).toEqual([
      expect.objectContaining({ path: '/logLevel' }),
      expect.objectContaining({ path: '/timeoutMs' }),
    ]);
    expect(values(settings)).toEqual(['warn', 500, 2]);
  });

  it('come from the last good copy while the source is away, and from the source once it is back', async () => {
    const source = new Source({ timeoutMs: 500 });
    await start(source);
    await until(
      async () => (await readdir(folder)).length > 0 && (await readFile(file, 'utf8').catch(() => '')) !== '',
    );
    source.away = true;
    const settings = await start(source);
    expect(values(settings)).toEqual(['warn', 500, 2]);
    await expect(settings.check()).rejects.toThrow('ECONNREFUSED');
    source.away = false;
    source.publish({ timeoutMs: 700 });
    await until(() => settings.get('timeoutMs') === 700);
    await expect(settings.check()).resolves.toEqual({ etag: '"1"' });
  });

  it('start with the defaults when there is neither source nor copy, and copies nobody can use count as none', async () => {
    const source = new Source({});
    source.away = true;
    expect(values(await start(source))).toEqual(['warn', 2_000, 2]);
    await new LastGoodCopy(file).write({ etag: '"x"', settings: { retries: 'many' } });
    expect(values(await start(source))).toEqual(['warn', 2_000, 2]);
    for (const text of ['{"etag":', 'null', '7', '{"etag":"1"}']) {
      await writeFile(file, text);
      expect(values(await start(source))).toEqual(['warn', 2_000, 2]);
    }
  });

  it('keep their copy to themselves', async () => {
    await new LastGoodCopy(file).write({ etag: '"x"', settings: {} });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(join(folder, 'state'))).length).toBe(1);
  });

  it('do not hammer a source that answers at once with nothing new', async () => {
    const source = new Source({});
    source.fetch = async ({ etag }) => {
      source.asked += 1;
      return etag === undefined ? { etag: '"0"', settings: {} } : undefined;
    };
    const settings = await start(source);
    await until(() => source.asked >= 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.asked).toBe(2);
    settings.close();
  });
});
