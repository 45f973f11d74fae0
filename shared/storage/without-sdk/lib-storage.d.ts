// What s3.ts uses of @aws-sdk/lib-storage: see client-s3.d.ts.
export class Upload {
  constructor(options: object);
  done(): Promise<unknown>;
}
