import { createServiceToken, parsePrivateKey } from '../auth/index.ts';
import { createHttpClient, type HttpClient } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import { Directory } from '../registry/index.ts';

export interface OwnersOptions {
  readonly configUrl: string | undefined;
  readonly signingKey: string | undefined;
  readonly fleet: string;
  readonly timeoutMs: number;
  readonly log: Logger;
}

export interface Owners {
  clientOf(service: string): HttpClient;
  close(): Promise<void>;
}

/** The services that own what seeds refer to, called as the service itself calls them. Nothing is opened before it is needed. */
export function ownersOf({ configUrl, signingKey, fleet, timeoutMs, log }: OwnersOptions): Owners {
  const token = signingKey ? createServiceToken({ key: parsePrivateKey(signingKey), fleet }) : undefined;
  const open: { close(): unknown }[] = [];
  const client = (target: string, resolve: () => string | undefined) => {
    const made = createHttpClient({ target, resolve, timeoutMs, retries: 3, token, log });
    open.push(made);
    return made;
  };
  let started: Promise<Directory> | undefined;
  const start = async () => {
    const directory = new Directory({ client: client('config-service', () => configUrl), log });
    open.unshift(directory);
    await directory.start();
    return directory;
  };

  return {
    clientOf(service) {
      let directory: Directory | undefined;
      const owner = client(service, () => directory?.resolve(service));
      return {
        close: owner.close,
        async request(request) {
          started ??= start();
          directory = await started;
          return owner.request(request);
        },
      };
    },
    async close() {
      for (const each of open) await each.close();
    },
  };
}
