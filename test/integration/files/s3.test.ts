import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { defineFiles } from '../../../services/file-service/src/generated/definition.ts';
import { encode, filePart, SIGNING_KEYS } from '../../../services/file-service/test/support/files.ts';
import { startTestService, type TestService, until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { type StartedS3, startS3 } from '../../support/s3.ts';

const path = '/api/v1/files';
let s3: StartedS3;
let service: TestService;
let replica: TestService;

beforeAll(async () => {
  s3 = await startS3();
  const start = (environment: Record<string, string> = {}) =>
    startTestService(defineFiles('s3'), {
      migrations: join(repository, 'migrations', 'file-service'),
      environment: {
        S3_ENDPOINT: s3.endpoint,
        S3_BUCKET: s3.bucket,
        S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
        FILE_SIGNING_KEYS: JSON.stringify(SIGNING_KEYS),
        ...environment,
      },
    });
  service = await start();
  const { databaseUrl = '', brokerUrl = '' } = service.app.environment;
  replica = await start({ DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl });
});

afterAll(async () => {
  await replica?.stop();
  await service?.stop();
  await s3?.[Symbol.asyncDispose]();
});

it('keeps files in a bucket', async () => {
  const content = randomBytes(20_000_000);
  const uploaded = await service.call({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'multipart/form-data; boundary=a-boundary-that-no-content-has' },
    payload: encode([filePart(content, 'big.bin')]),
  });
  expect(uploaded.json()).toMatchObject({ size: content.length });
  const url = `${path}/${uploaded.json().id}`;

  const { pathname, search } = new URL((await service.call({ url: `${url}/download-url` })).json().url);
  const download = (headers: Record<string, string>) => service.app.inject({ url: pathname + search, headers });
  expect((await download({})).rawPayload.equals(content)).toBe(true);
  const part = await download({ range: 'bytes=9000000-9000099' });
  expect(part.statusCode).toBe(206);
  expect(part.rawPayload.equals(content.subarray(9_000_000, 9_000_100))).toBe(true);

  expect((await service.call({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await download({})).statusCode).toBe(404);
});

it('is one service with its replicas: what one has taken another gives and deletes, and one of them tidies up', async () => {
  const content = randomBytes(300_000);
  const uploaded = await service.call({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'multipart/form-data; boundary=a-boundary-that-no-content-has' },
    payload: encode([filePart(content, 'shared.bin')]),
  });
  const url = `${path}/${uploaded.json().id}`;
  const signed = (await service.call({ url: `${url}/download-url` })).json().url;
  const { pathname, search } = new URL(signed);
  const download = ({ app }: TestService) => app.inject({ url: pathname + search });
  expect((await download(replica)).rawPayload.equals(content)).toBe(true);

  await until(() => service.app.relay.leads || replica.app.relay.leads);
  expect(service.app.relay.leads).not.toBe(replica.app.relay.leads);

  const { etag } = (await replica.call({ url })).headers;
  expect((await replica.call({ method: 'DELETE', url, headers: { 'if-match': etag } })).statusCode).toBe(204);
  expect((await download(service)).statusCode).toBe(404);
  expect((await service.call({ url })).statusCode).toBe(404);
});

it('says when it cannot reach its bucket', async () => {
  const ready = () => service.app.inject({ url: '/health/ready' });
  expect((await ready()).statusCode).toBe(200);
  await s3[Symbol.asyncDispose]();
  const report = await until(async () => {
    const answer = await ready();
    return answer.statusCode === 503 && answer.json();
  });
  expect(report.dependencies).toContainEqual(expect.objectContaining({ name: 'storage', status: 'down' }));
});
