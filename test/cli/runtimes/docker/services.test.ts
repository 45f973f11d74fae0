import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fleet, Service } from '../../../../cli/config/model.ts';
import type { Bucket } from '../../../../cli/runtimes/bucket.ts';
import { innerUrl } from '../../../../cli/runtimes/docker/edge/inner.ts';
import { edgeSpec } from '../../../../cli/runtimes/docker/edge/spec.ts';
import { serviceSpec } from '../../../../cli/runtimes/docker/services.ts';
import { ensureKeys } from '../../../../cli/runtimes/keys.ts';
import { otlpHeadersFile } from '../../../../cli/runtimes/observability.ts';
import { ensureSigningKeys } from '../../../../cli/runtimes/signing-keys.ts';
import { CONFIG, FILES, fleetOf, GATEWAY } from '../support/fleet.ts';

const fleet = fleetOf([GATEWAY, CONFIG]);
const project = { name: 'demo', fleet: 'demo', folder: '/fleets/demo', isolated: false, live: new Map() };

describe('the container of a service', () => {
  let secrets: string;
  beforeAll(async () => {
    secrets = await mkdtemp(join(tmpdir(), 'docker-services-'));
    await ensureKeys(fleet, secrets);
  });
  afterAll(() => rm(secrets, { recursive: true, force: true }));

  const specOf = (service: Service, of: Fleet = fleet, bucket: Bucket = {}) =>
    serviceSpec(
      service,
      { service: service.name, tag: `demo/${service.name}:1`, version: '1' },
      {
        fleet: of,
        project,
        secrets,
        databaseUrl: () => 'postgres://config@postgres/config',
        brokerLogin: (name) => ({ name, password: 'x' }),
        cachePassword: undefined,
        bucket,
      },
    );

  it('is led to the collector, whose headers are in a file of its user alone', async () => {
    const observability = { traces: { sample: 0.1, log: false }, otlp: { endpoint: 'https://collector', logs: false } };
    await writeFile(otlpHeadersFile(secrets), 'authorization=Bearer%20s3cret');
    const { environment, files } = await specOf(CONFIG, { ...fleet, observability });
    expect(environment).toMatchObject({
      TRACES_SAMPLE: '0.1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector',
      OTEL_EXPORTER_OTLP_HEADERS_FILE: expect.stringContaining('secrets/otlp-headers'),
    });
    expect(files).toContainEqual({ path: 'secrets/otlp-headers', text: 'authorization=Bearer%20s3cret', secret: true });
    expect(JSON.stringify(environment)).not.toContain('s3cret');
    expect((await specOf(CONFIG)).environment).not.toHaveProperty('OTEL_EXPORTER_OTLP_HEADERS_FILE');
  });

  it('keeps files in its volume, or in the bucket that it is told, whose password is in a file of its user alone', async () => {
    const inBucket = { ...FILES, storage: { driver: 's3' } } as const;
    const of = fleetOf([CONFIG, FILES]);
    await Promise.all([ensureKeys(of, secrets), ensureSigningKeys(of, secrets)]);
    const bucket = { S3_BUCKET: 'blobs', S3_ENDPOINT: 'http://store:9000', S3_SECRET_ACCESS_KEY: 's3cret' };

    const local = await specOf(FILES, of, bucket);
    expect(local.environment).toHaveProperty('STORAGE_DIR');
    expect(local.environment).not.toHaveProperty('S3_BUCKET');
    expect(local.volumes.map(({ name }) => name)).toContain('demo-media-storage');

    const { environment, files, volumes } = await specOf(inBucket, of, bucket);
    const path = 'secrets/bucket.key';
    expect(environment).toMatchObject({
      S3_BUCKET: 'blobs',
      S3_ENDPOINT: 'http://store:9000',
      S3_SECRET_ACCESS_KEY_FILE: expect.stringContaining(path),
    });
    expect(environment).not.toHaveProperty('STORAGE_DIR');
    expect(files).toContainEqual({ path, text: 's3cret', secret: true });
    expect(JSON.stringify(environment)).not.toContain('s3cret');
    expect(volumes.map(({ name }) => name)).toEqual(['demo-media-state']);
    expect((await specOf(inBucket, of)).environment).not.toHaveProperty('S3_BUCKET');
  });

  it('trusts the edge, and nobody else, to say who asks', async () => {
    const { environment } = await specOf(GATEWAY);
    expect(environment.TRUSTED_PROXIES).toBe(edgeSpec(fleet, project, () => 0).name);
    expect((await specOf(CONFIG)).environment).not.toHaveProperty('TRUSTED_PROXIES');
  });

  it('is found by others, and finds the config service, at the edge', async () => {
    const { environment } = await specOf(GATEWAY);
    expect(environment.ADVERTISED_URL).toBe(innerUrl(fleet, GATEWAY));
    expect(environment.CONFIG_URL).toBe(`http://edge:${CONFIG.port + 10_000}`);
  });

  it('knows which image it runs', async () => {
    const { SERVICE_VERSION, SERVICE_BUILD } = (await specOf(GATEWAY)).environment;
    expect([SERVICE_VERSION, SERVICE_BUILD]).toEqual(['1', `demo/${GATEWAY.name}:1`]);
  });

  it('has as many workers as the config says, and room for them', async () => {
    const one = await specOf(GATEWAY);
    const four = await specOf({ ...GATEWAY, workers: 4 } as Service);
    expect([one.environment.WORKERS, four.environment.WORKERS]).toEqual(['1', '4']);
    expect((await specOf(CONFIG)).environment).not.toHaveProperty('WORKERS');
    expect(one.limits).toMatchObject({ memoryMb: 512, processes: 128 });
    expect(four.limits).toEqual({ memoryMb: 4 * 512 + 256, cpus: Math.min(4, availableParallelism()), processes: 256 });
  });

  it('may take what the config says, and of what it does not say as much as any', async () => {
    const less = await specOf({ ...CONFIG, resources: { memoryMb: 256, cpus: 0.25 } });
    expect(less.limits).toEqual({ memoryMb: 256, cpus: 0.25, processes: 128 });
    const more = await specOf({ ...CONFIG, resources: { cpus: 256 } });
    expect(more.limits).toEqual({ memoryMb: 512, cpus: availableParallelism(), processes: 128 });
  });
});
