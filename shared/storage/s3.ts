import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { BlobRange, BlobStat, BlobStorage } from './contract.ts';
import { isKey, requireKey } from './key.ts';

export interface S3Options {
  /** Absent: Amazon's own, in the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** Absent: what the machine's role or the usual AWS variables grant. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Of the names of all objects, e.g. `shop/file-service/`: nothing else in the bucket is touched. */
  readonly prefix: string;
}

/** Bytes; two parts are on their way while the next one is gathered. S3 takes 10,000 of them: 80 GB. */
const PART = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
/** Milliseconds. S3 says when an upload began, not when it last moved, and a large file over a slow line takes its time. */
const LONGEST_UPLOAD = 7 * 24 * 60 * 60 * 1000;
const NOT_FOUND = 404;
const NOT_IMPLEMENTED = 501;

/** Blobs as objects of a bucket of any S3-compatible store. An object appears whole, once its last part has been taken. */
export class S3Storage implements BlobStorage {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ endpoint, region, bucket, credentials, prefix }: S3Options) {
    this.#client = new S3Client({
      region,
      // Other stores than Amazon's have no DNS name for each bucket, nor do they all know its newer checksums.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    let broken: { readonly error: unknown } | undefined;
    async function* remembering(): AsyncGenerator<Uint8Array> {
      try {
        yield* content;
      } catch (error) {
        broken = { error };
        throw error;
      }
    }
    const params = { ...this.#object(key), Body: Readable.from(remembering(), { objectMode: false }) };
    try {
      await new Upload({ client: this.#client, params, partSize: PART, queueSize: PARTS_AT_ONCE }).done();
    } catch (error) {
      throw broken ? broken.error : error;
    }
  }

  async open(key: string, range?: BlobRange): Promise<Readable | undefined> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const found = await orNothing(this.#client.send(new GetObjectCommand({ ...this.#object(key), Range })));
    return found?.Body as Readable | undefined;
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    const found = await orNothing(this.#client.send(new HeadObjectCommand(this.#object(key))));
    return found && { key, size: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) };
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(key)));
  }

  async *list(): AsyncGenerator<BlobStat> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: this.#prefix });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents) {
        const key = Key.slice(this.#prefix.length);
        if (isKey(key)) yield { key, size: Size, modifiedAt: LastModified };
      }
    }
  }

  async removeUnfinished(before: Date): Promise<number> {
    const Bucket = this.#bucket;
    const listing = this.#client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: this.#prefix }));
    // Smaller stores do not list them, and forget them by rules of the bucket.
    const { Uploads = [] } = (await orNothing(listing, NOT_IMPLEMENTED)) ?? {};
    const began = before.getTime() - LONGEST_UPLOAD;
    const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated.getTime() < began);
    for (const { Key, UploadId } of old) {
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
    return old.length;
  }

  async check(): Promise<void> {
    await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
  }

  close(): void {
    this.#client.destroy();
  }

  #object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + requireKey(key) };
  }
}

async function orNothing<T>(found: Promise<T>, status = NOT_FOUND): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === status) return undefined;
    throw error;
  }
}
