import { createHttpClient, type HttpClient } from '../http/index.ts';
import { createLogger } from '../logging/index.ts';

const TIMEOUT_MS = 5_000;

export const log = createLogger({ service: 'pacts', version: '', level: 'error' });

/**
 * The client that services call each other with, for as long as it is used.
 * @param url where the other one is; a function is asked before each request
 */
export async function withClient<T>(
  target: string,
  url: string | (() => string),
  use: (client: HttpClient) => Promise<T>,
): Promise<T> {
  const client = createHttpClient({
    target,
    resolve: typeof url === 'string' ? () => url : url,
    timeoutMs: TIMEOUT_MS,
    retries: 0,
    token: async () => 'token',
    log,
  });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
