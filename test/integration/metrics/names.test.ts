import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { service as gatewayService } from '../../../services/api-gateway/src/generated/service.ts';
import { service as configService } from '../../../services/config-service/src/generated/service.ts';
import { service as fileService } from '../../../services/file-service/src/generated/service.ts';
import { service as subjectService } from '../../../services/subject-service/src/generated/service.ts';
import { service as syllabusService } from '../../../services/syllabus-service/src/generated/service.ts';
import { createApp, type ServiceDefinition } from '../../../shared/app/index.ts';
import { generateKey } from '../../../shared/auth/index.ts';
import { readServiceEnvironment } from '../../../shared/settings/index.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SERVICES: readonly ServiceDefinition[] = [
  ...[gatewayService, configService, fileService, subjectService, syllabusService],
];
/** Nobody listens there: all of them start without what they stand on. */
const AWAY = '127.0.0.1:1';
/** Of prom-client, which the page names by what they begin with. */
const DEFAULTS = /^(?:process|nodejs)_/;
const PROMTOOL = '/usr/bin/promtool';
const promtoolMissing = spawnSync(PROMTOOL, ['--version']).error && `${PROMTOOL} is missing (Debian's prometheus)`;

interface Named {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

describe('the metrics of all services, whose database, broker and cache are away', () => {
  const parts = new AsyncDisposableStack();
  const apps: FastifyInstance[] = [];
  const metrics = new Map<string, Named>();
  const scrapes: string[] = [];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aurora-test-metrics-'));
    parts.defer(() => rm(folder, { recursive: true, force: true }));
    const { privateKey, publicKey } = await generateKey('test', ['*']);
    const env = {
      PORT: '0',
      LOG_LEVEL: 'error',
      AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
      AUTH_SIGNING_KEY: JSON.stringify(privateKey),
      DATABASE_URL: `postgres://nobody@${AWAY}/nothing`,
      BROKER_URL: `postgres://nobody@${AWAY}/nothing`,
      REDIS_URL: `redis://${AWAY}`,
      TRACES_SAMPLE: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${AWAY}`,
      EXPECTED_MIGRATION: '0001-create-messaging',
      STATE_DIR: join(folder, 'state'),
      STORAGE_DIR: join(folder, 'storage'),
      FILE_SIGNING_KEYS: JSON.stringify({
        keys: [{ kty: 'oct', kid: '1', k: Buffer.alloc(32).toString('base64url') }],
      }),
    };
    await Promise.all(
      SERVICES.map(async (definition) => {
        // Of a process there is one log.
        const LOGS_OTLP = String(definition === gatewayService);
        const app = await createApp(definition, readServiceEnvironment(definition, { ...env, LOGS_OTLP }));
        parts.defer(() => app.close());
        parts.defer(() => app.logShipping?.close());
        apps.push(app);
        const { body } = await app.inject({ url: '/metrics' });
        scrapes.push(body);
        for (const each of app.metrics.getMetricsAsArray() as unknown as Named[]) metrics.set(each.name, each);
      }),
    );
  });
  afterAll(() => parts.disposeAsync());

  const own = () => [...metrics.values()].filter(({ name }) => !DEFAULTS.test(name));

  it('are told all the same: what must be looked up is no number', () => {
    const text = scrapes.map((scrape) => withoutDefaults(scrape)).join('\n');
    expect(text).toMatch(/^outbox_pending_events\{service="subject-service"\} nan$/im);
    expect(text).toMatch(/^database_migration_missing\{service="subject-service"\} nan$/im);
    expect(text).toMatch(/^events_waiting\{consumer="[^"]+",service="syllabus-service"\} nan$/im);
    expect(text).toMatch(/^dependency_up\{dependency="database",service="subject-service"\} 0$/m);
    expect(text).toMatch(/^service_ready\{service="subject-service"\} 0$/m);
    expect(text).toMatch(/^disk_size_bytes\{volume="storage",service="file-service"\} [1-9]/m);
    expect(text).not.toContain('nobody');
  });

  it('are all that are registered anywhere', async () => {
    const files = execFileSync('git', ['ls-files', 'shared', 'services/*/src', 'templates'], { cwd: ROOT }).toString();
    const sources = await Promise.all(
      files
        .trim()
        .split('\n')
        .filter((file) => /\.ts(?:\.hbs)?$/.test(file))
        .map((file) => readFile(join(ROOT, file), 'utf8')),
    );
    const REGISTERED =
      /(?:new (?:Gauge|Counter|Histogram|DirectHistogram)\(\{\s*name: |\bgauge\(\s*|\bcountOutcomes\(app\.metrics, )'([^']+)'/g;
    const names = sources.flatMap((source) => [...source.matchAll(REGISTERED)].map(([, name]) => name));
    expect([...new Set(names)].sort()).toEqual(
      own()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('are named as Prometheus has it, and say what they are', () => {
    const wrong = own().filter(({ name, type, help, labelNames }) => {
      const [isCounter, isHistogram] = [type === 'counter', type === 'histogram'];
      return (
        !/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(name) ||
        isCounter !== name.endsWith('_total') ||
        (isHistogram && !name.endsWith('_seconds')) ||
        /_(?:ms|milliseconds|minutes|kilobytes|megabytes|mb|percent)(?:_|$)/.test(name) ||
        !/^[A-Z0-9].*\.$/s.test(help) ||
        labelNames.some((label) => !/^[a-z]+$/.test(label) || label === 'le')
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  (promtoolMissing === undefined ? it : it.skip)(`find no fault with promtool ${promtoolMissing ?? ''}`, () => {
    for (const scrape of scrapes) {
      const input = withoutDefaults(scrape);
      const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], { input, encoding: 'utf8' });
      expect([status, stdout + stderr]).toEqual([0, '']);
    }
  });

  it('are on their page, with their labels and their types, and nothing else is', async () => {
    const page = await readFile(join(ROOT, 'docs/metrics.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => {
      const [, names = '', type = ''] = row.split('|').map((cell) => cell.trim());
      return [...names.matchAll(/`([a-z0-9_]+)(?:\{([a-z,]+)\})?`/g)].map(([, name, labels = '']) => {
        return `${type} ${name} ${labels}`;
      });
    });
    const registered = own().map(({ name, type, labelNames }) => `${type} ${name} ${labelNames.join()}`);
    expect(told.sort()).toEqual(registered.sort());
    for (const name of ['process_*', 'nodejs_*']) expect(page).toContain(`\`${name}\``);
  });
});

function withoutDefaults(scrape: string): string {
  return scrape.replaceAll(/^(?:# \w+ )?(?:process|nodejs)_.*\n/gm, '');
}
