import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { openStorage } from '../../../shared/storage/index.ts';
import { startS3 } from '../../support/s3.ts';
import { describeStorage } from './conformance.ts';

describeStorage('S3 storage', async () => {
  const { endpoint, bucket, credentials, [Symbol.asyncDispose]: stop } = await startS3();
  const values = {
    s3Endpoint: endpoint,
    s3Region: 'us-east-1',
    s3Bucket: bucket,
    s3AccessKeyId: credentials.accessKeyId,
    s3SecretAccessKey: credentials.secretAccessKey,
  };
  const storage = await openStorage('s3', values, 'shop/files');
  return {
    storage,
    async [Symbol.asyncDispose]() {
      storage.close();
      await stop();
    },
  };
});

/** The server of the other tests lists no unfinished uploads; this one lists those that it is given, by their ages in milliseconds. */
async function startListing(ages: Readonly<Record<string, number>>) {
  const aborted: string[] = [];
  const uploads = Object.entries(ages).map(([id, age]) => {
    const began = new Date(Date.now() - age).toISOString();
    return `<Upload><Key>shop/files/x</Key><UploadId>${id}</UploadId><Initiated>${began}</Initiated></Upload>`;
  });
  const server = createServer(({ method, url = '' }, response) => {
    if (method === 'DELETE') aborted.push(new URL(url, 'http://s3').searchParams.get('uploadId') ?? '');
    response.writeHead(method === 'DELETE' ? 204 : 200, { 'content-type': 'application/xml' });
    response.end(
      method === 'DELETE' ? '' : `<ListMultipartUploadsResult>${uploads.join('')}</ListMultipartUploadsResult>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    aborted,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

it('leaves an upload alone that began hours ago, for it may be on its way', async () => {
  const hour = 60 * 60 * 1000;
  await using s3 = await startListing({ slow: 30 * hour, dead: 8 * 24 * hour });
  const login = { s3Region: 'us-east-1', s3Bucket: 'files', s3AccessKeyId: 'x', s3SecretAccessKey: 'x' };
  const storage = await openStorage('s3', { s3Endpoint: s3.endpoint, ...login }, 'shop/files');
  expect(await storage.removeUnfinished(new Date(Date.now() - hour))).toBe(1);
  expect(s3.aborted).toEqual(['dead']);
  storage.close();
});
