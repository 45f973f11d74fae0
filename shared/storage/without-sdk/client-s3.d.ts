// What s3.ts uses of @aws-sdk/client-s3, for the tsconfig.json of fleets without a bucket: they do not install 23 MB for types alone.
interface Answer {
  readonly Body?: unknown;
  readonly ContentLength?: number;
  readonly LastModified?: Date;
  readonly Uploads?: readonly { readonly Initiated?: Date; readonly Key?: string; readonly UploadId?: string }[];
  readonly Contents?: readonly { readonly Key?: string; readonly Size?: number; readonly LastModified?: Date }[];
}

declare class Command {
  constructor(input: object);
}

export class S3Client {
  constructor(config: object);
  send(command: Command): Promise<Answer>;
  destroy(): void;
}
export class S3ServiceException extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
}
export class AbortMultipartUploadCommand extends Command {}
export class DeleteObjectCommand extends Command {}
export class GetObjectCommand extends Command {}
export class HeadBucketCommand extends Command {}
export class HeadObjectCommand extends Command {}
export class ListMultipartUploadsCommand extends Command {}
export function paginateListObjectsV2(config: object, input: object): AsyncIterable<Answer>;
