import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createSigner, generateKey } from '../../../../shared/auth/index.ts';
import { startConfigService } from '../../../support/config-service.ts';
import type { Holdings } from './holdings.ts';

const root = resolve(import.meta.dirname, '../../../..');
const PROBE = resolve(import.meta.dirname, 'probe.ts');

export interface GatewayProcess extends AsyncDisposable {
  readonly port: number;
  readonly authorization: string;
  /** Collects its garbage first. */
  holdings(): Promise<Holdings>;
}

export interface GatewayProcessOptions {
  readonly instances: Readonly<Record<string, readonly string[]>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Modules that are loaded before its own code. */
  readonly preload?: readonly string[];
}

/** The gateway of this fleet as a process that tells what it holds. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { instances, settings, preload = [] } = options;
  const stack = new AsyncDisposableStack();
  try {
    const { privateKey, publicKey } = await generateKey('test', ['*']);
    const config = stack.use(await startConfigService({ instances, settings }));
    const child = fork(resolve(root, 'services/api-gateway/src/main.ts'), {
      execArgv: [
        // The probe counts objects by what Node still calls an experiment.
        '--disable-warning=ExperimentalWarning',
        ...[PROBE, ...preload].flatMap((module) => ['--import', module]),
      ],
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: '0',
        CONFIG_URL: config.url,
        AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
        AUTH_SIGNING_KEY: JSON.stringify(privateKey),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exited = once(child, 'exit');
    stack.defer(async () => {
      child.kill('SIGKILL');
      await exited;
    });
    const failed = exited.then(([code]) => Promise.reject(new Error(`the gateway ended with ${code}`)));
    failed.catch(() => undefined);
    const { port } = (await Promise.race([told(child, 'listening'), failed])) as { port: number };
    const sign = createSigner({ key: privateKey, fleet: 'aurora' });
    return {
      port,
      authorization: `Bearer ${await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 86_400 })}`,
      async holdings() {
        const answer = told(child, 'holdings');
        child.send('holdings');
        return ((await Promise.race([answer, failed])) as { holdings: Holdings }).holdings;
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

function told(child: ChildProcess, type: string): Promise<unknown> {
  return new Promise((resolve) => {
    const listen = (message: { type?: string }) => {
      if (message.type !== type) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}
