import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';

/** Programs that suites use beside what npm brings, with the Debian package that has each. */
const PROGRAMS = [
  { file: '/usr/lib/rabbitmq/bin/rabbitmq-server', debianPackage: 'rabbitmq-server' },
  { file: '/usr/sbin/mariadbd', debianPackage: 'mariadb-server' },
  { file: '/usr/bin/redis-server', debianPackage: 'redis-server' },
  { file: '/usr/sbin/haproxy', debianPackage: 'haproxy' },
  { file: '/usr/bin/chromium', debianPackage: 'chromium' },
  { file: '/usr/sbin/dockerd', debianPackage: 'docker.io' },
  { file: '/usr/sbin/iptables', debianPackage: 'iptables' },
  { file: '/usr/bin/mmdebstrap', debianPackage: 'mmdebstrap' },
  { file: '/usr/bin/docker-compose', debianPackage: 'docker-compose' },
  { file: '/usr/bin/docker-registry', debianPackage: 'docker-registry' },
  { file: '/usr/bin/prometheus', debianPackage: 'prometheus' },
  { file: '/usr/bin/prometheus-alertmanager', debianPackage: 'prometheus-alertmanager' },
];

/** Installs what is missing where that is possible (root on Debian); elsewhere the suites that need it are skipped. */
export function installPackages(): void {
  const missing = PROGRAMS.filter(({ file }) => !isThere(file)).map(({ debianPackage }) => debianPackage);
  if (missing.length === 0 || process.getuid?.() !== 0 || !isThere('/usr/bin/apt-get')) return;
  process.stdout.write(`Installing ${missing.join(', ')} …\n`);
  withoutServices(() => {
    aptGet('update', '-qq');
    const { status } = aptGet('install', '-y', '-qq', '--no-install-recommends', ...missing);
    if (status !== 0) throw new Error(`apt-get could not install ${missing.join(', ')}; its message is above`);
  });
}

function aptGet(...args: string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Asked by Debian's packages before they start their server; 101 forbids it (policy-rc.d, invoke-rc.d(8)). */
const POLICY = '/usr/sbin/policy-rc.d';

/** Tests start servers of their own: the packages' would take ports and stay. */
function withoutServices(work: () => void): void {
  const own = !existsSync(POLICY);
  if (own) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    if (own) rmSync(POLICY);
  }
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.F_OK);
    return true;
  } catch {
    return false; // absent is the answer, not an error
  }
}
