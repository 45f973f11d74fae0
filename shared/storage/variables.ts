import { text, url, type Variable } from '../settings/index.ts';

export type StorageDriver = 'local' | 's3';

type Variables = Readonly<Record<string, Variable<unknown>>>;

const LOCAL: Variables = {
  storageDir: { name: 'STORAGE_DIR', about: 'the folder that blobs are stored in', parse: text },
};

const S3: Variables = {
  s3Endpoint: {
    name: 'S3_ENDPOINT',
    about: 'the URL of the S3-compatible store; absent: Amazon’s own',
    parse: url(['http', 'https']),
    fallback: undefined,
  },
  s3Region: { name: 'S3_REGION', about: 'the region of the bucket', parse: text, fallback: 'us-east-1' },
  s3Bucket: { name: 'S3_BUCKET', about: 'the bucket that blobs are stored in', parse: text },
  s3AccessKeyId: {
    name: 'S3_ACCESS_KEY_ID',
    about: 'the login of the store; absent: the role of the machine',
    parse: text,
    fallback: undefined,
  },
  s3SecretAccessKey: {
    name: 'S3_SECRET_ACCESS_KEY',
    about: 'the password of that login',
    parse: text,
    fallback: undefined,
    secret: true,
  },
};

/** What a service that stores blobs has to be told by its environment. */
export function storageVariables(driver: StorageDriver): Variables {
  return driver === 'local' ? LOCAL : S3;
}
