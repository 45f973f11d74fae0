import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Programs that suites use beside what npm brings, with the Debian package that has each. */
const PROGRAMS = [
  { file: '/usr/lib/rabbitmq/bin/rabbitmq-server', debianPackage: 'rabbitmq-server' },
  { file: '/usr/bin/chromium', debianPackage: 'chromium' },
];

/** Installs what is missing where that is possible (root on Debian); elsewhere the suites that need it are skipped. */
export async function prepare(): Promise<void> {
  const missing = PROGRAMS.filter(({ file }) => !isThere(file)).map(({ debianPackage }) => debianPackage);
  if (missing.length === 0 || process.getuid?.() !== 0 || !isThere('/usr/bin/apt-get')) return;
  process.stdout.write(`Installing ${missing.join(', ')} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as const };
  spawnSync('apt-get', ['update', '-qq'], { ...options, stdio: [...options.stdio] });
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    ...options,
    stdio: [...options.stdio],
  });
  if (status !== 0) throw new Error(`apt-get could not install ${missing.join(', ')}; its message is above`);
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.F_OK);
    return true;
  } catch {
    return false; // absent is the answer, not an error
  }
}
