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
