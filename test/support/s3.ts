import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

export interface StartedS3 extends AsyncDisposable {
  readonly endpoint: string;
  readonly bucket: string;
  /** The only login that the server knows. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An S3-compatible server with one empty bucket. */
export async function startS3(): Promise<StartedS3> {
  const directory = await mkdtemp(join(tmpdir(), 'aurora-s3-'));
  const bucket = 'blobs';
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    // It signs `/bucket` where the SDK asks for `/bucket/`.
    allowMismatchedSignatures: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = (await server.run()) as AddressInfo;
  let stopped = false;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    async [Symbol.asyncDispose]() {
      if (stopped) return;
      stopped = true;
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
