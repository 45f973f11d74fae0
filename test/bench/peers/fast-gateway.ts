import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** 5.0.1 needs a release of fast-proxy-lite that was never published. */
const VERSION = '3.4.7';
const FOLDER = join(tmpdir(), `aurora-bench-fast-gateway-${VERSION}`);
export const FAST_GATEWAY = `fast-gateway ${VERSION}`;

/** Installs it, once per machine; returns the folder. */
export async function prepareFastGateway(): Promise<string> {
  const installed = join(FOLDER, 'installed');
  const known = await access(installed).then(
    () => true,
    () => false,
  );
  if (known) return FOLDER;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(
    join(FOLDER, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'fast-gateway': VERSION } }),
  );
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', args, { cwd: FOLDER });
  await writeFile(installed, '');
  return FOLDER;
}
