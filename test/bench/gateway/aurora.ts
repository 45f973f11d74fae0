import { resolve } from 'node:path';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { freePort } from '../../../shared/testing/index.ts';
import { startConfigService } from '../../support/config-service.ts';
import { start } from '../peers/start.ts';

const root = resolve(import.meta.dirname, '../../..');
/** As the process runtime runs services. */
const FLAGS = { service: ['--max-semi-space-size=2'], gateway: ['--max-semi-space-size=16'] };
/** Limits that nobody reaches, so that all of it works and none of it refuses. */
const EVERYTHING_ON = {
  rateLimit: { requests: 1_000_000_000, windowSeconds: 60 },
  concurrency: { requests: 100_000, queue: 100 },
  limits: { bodyBytes: 1_000_000_000, requestMs: 60_000 },
  shedding: { lagMs: 10_000 },
};

export interface Aurora extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** The service behind it, where that is ours. */
  readonly behind: readonly number[];
  /** A token that grants everything. */
  readonly headers: Readonly<Record<string, string>>;
}

type Upstream = { readonly url: string } | { readonly module: string; readonly env?: NodeJS.ProcessEnv };

interface AuroraOptions {
  readonly workers?: number;
  /** Of both. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly flags?: readonly string[] | undefined;
  /** A file for their logs; nobody reads them otherwise. */
  readonly stdout?: number;
}

/** The gateway of this fleet as a process, with everything on, before a server or before a service of the fleet that runs this module. */
export async function startAurora(upstream: Upstream, options: AuroraOptions = {}): Promise<Aurora> {
  const { workers = 1, env: common, flags: further = [], stdout } = options;
  const stack = new AsyncDisposableStack();
  try {
    const { privateKey, publicKey } = await generateKey('bench', ['*']);
    const keys = {
      AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
      AUTH_SIGNING_KEY: JSON.stringify(privateKey),
    };
    const begin = async (module: string, env: NodeJS.ProcessEnv, flags = FLAGS.service) => {
      const port = await freePort();
      const variables = { ...keys, ...common, ...env, PORT: String(port) };
      const { pid } = stack.use(await start(resolve(root, module), variables, [...flags, ...further], stdout));
      return { pid, url: `http://127.0.0.1:${port}` };
    };
    const own = 'module' in upstream ? await begin(upstream.module, upstream.env ?? {}) : undefined;
    const behind = 'url' in upstream ? upstream.url : own?.url;
    const told = { instances: { 'subject-service': [behind as string] }, settings: EVERYTHING_ON };
    const config = stack.use(await startConfigService(told));
    const variables = { CONFIG_URL: config.url, WORKERS: String(workers) };
    const gateway = await begin('services/api-gateway/src/main.ts', variables, FLAGS.gateway);
    const sign = createSigner({ key: privateKey, fleet: 'aurora' });
    const token = await sign({ subject: 'bench', scopes: ['*'], expiresInSeconds: 86_400 });
    return {
      ...gateway,
      behind: own ? [own.pid] : [],
      headers: { authorization: `Bearer ${token}` },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
