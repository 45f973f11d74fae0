import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The newest releases that the npm registry holds whole. */
const VERSIONS = { wattpm: '3.67.0', service: '3.67.0', gateway: '3.54.0' };
const FOLDER = join(tmpdir(), `aurora-bench-watt-${VERSIONS.wattpm}`);
const SERVICES = ['one', 'two', 'three', 'four'];
export const WATT = `Platformatic Watt ${VERSIONS.wattpm} (gateway ${VERSIONS.gateway})`;

/** Writes and installs a project of a gateway and four services, once per machine. */
export async function prepareWatt(): Promise<string> {
  const installed = join(FOLDER, 'installed');
  if (await exists(installed)) return FOLDER;
  const schema = (name: string, version: string) => `https://schemas.platformatic.dev/${name}/${version}.json`;
  const files: Record<string, unknown> = {
    'package.json': {
      private: true,
      type: 'module',
      dependencies: {
        wattpm: VERSIONS.wattpm,
        '@platformatic/service': VERSIONS.service,
        '@platformatic/gateway': VERSIONS.gateway,
      },
    },
    'web/gateway/package.json': { private: true, dependencies: { '@platformatic/gateway': VERSIONS.gateway } },
    'web/gateway/platformatic.json': {
      $schema: schema('@platformatic/gateway', VERSIONS.gateway),
      gateway: { applications: SERVICES.map((id) => ({ id, proxy: { prefix: `/${id}` } })) },
    },
  };
  for (const name of SERVICES) {
    files[`web/${name}/package.json`] = {
      private: true,
      type: 'module',
      dependencies: { '@platformatic/service': VERSIONS.service },
    };
    files[`web/${name}/platformatic.json`] = {
      $schema: schema('@platformatic/service', VERSIONS.service),
      plugins: { paths: ['./routes.js'] },
    };
    files[`web/${name}/routes.js`] = "export default async (app) => app.get('/ping', async () => ({ ok: true }));\n";
  }
  for (const [path, content] of Object.entries(files)) {
    const file = join(FOLDER, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: FOLDER });
  await writeFile(installed, '');
  return FOLDER;
}

/** Starts it, waits until all four services answer through the gateway, and returns a way to end it. */
export async function startWatt(folder: string, port: number): Promise<{ stop(): Promise<void> }> {
  await writeFile(
    join(folder, 'watt.json'),
    JSON.stringify({
      $schema: `https://schemas.platformatic.dev/wattpm/${VERSIONS.wattpm}.json`,
      entrypoint: 'gateway',
      server: { hostname: '127.0.0.1', port },
      autoload: { path: 'web' },
      logger: { level: 'warn' },
    }),
  );
  const child = spawn(process.execPath, [join(folder, 'node_modules/wattpm/bin/cli.js'), 'start'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.all(SERVICES.map((name) => answering(`http://127.0.0.1:${port}/${name}/ping`)));
  return {
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const PATIENCE_MS = 60_000;

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} did not answer within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
