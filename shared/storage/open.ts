import type { BlobStorage } from './contract.ts';
import type { StorageDriver } from './variables.ts';

/**
 * Opens the storage that the values of `storageVariables` describe. Only the driver in use is ever loaded.
 * @param owner whose blobs they are, e.g. `shop/file-service`: in a bucket it precedes their names
 */
export async function openStorage(
  driver: StorageDriver,
  values: Readonly<Record<string, unknown>>,
  owner: string,
): Promise<BlobStorage> {
  if (driver === 'local') {
    const { LocalStorage } = await import('./local.ts');
    return LocalStorage.open(values.storageDir as string);
  }
  const { S3Storage } = await import('./s3.ts');
  const accessKeyId = values.s3AccessKeyId as string | undefined;
  const secretAccessKey = values.s3SecretAccessKey as string | undefined;
  return new S3Storage({
    endpoint: values.s3Endpoint as string | undefined,
    region: values.s3Region as string,
    bucket: values.s3Bucket as string,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    prefix: `${owner}/`,
  });
}
