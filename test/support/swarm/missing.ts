import { existsSync } from 'node:fs';

const PROGRAMS = ['/usr/sbin/dockerd', '/usr/bin/docker-registry', '/usr/bin/nsenter', '/usr/sbin/iptables'];

/** Why no swarm can be made here; undefined: it can. */
export const swarmMissing =
  process.getuid?.() === 0
    ? PROGRAMS.filter((program) => !existsSync(program)).map((program) => `${program} is not installed`)[0]
    : 'hosts of their own are network namespaces, which only root makes';
