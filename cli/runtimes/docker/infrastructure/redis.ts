import { connect } from 'node:net';
import { PUBLIC_IMAGES } from '../images/public.ts';
import { containerName, type Project } from '../project.ts';
import { FILES } from '../spec.ts';
import type { Infrastructure } from './contract.ts';
import { LIMITS } from './limits.ts';

const PORT = 6379;
/** Of the image's user `redis`. */
const USER = '999:999';
/** Below the limit of the container: it needs some for itself. */
const CACHE_MB = 128;

/** A cache: what is in it may be lost at any time, so nothing of it is written to a disk. */
export function redis(project: Project, password: string): Infrastructure {
  const configuration = [
    '# Written by aurora up.',
    'bind * -::*',
    `port ${PORT}`,
    `requirepass ${password}`,
    'dir /tmp',
    'save ""',
    'appendonly no',
    `maxmemory ${CACHE_MB}mb`,
    'maxmemory-policy allkeys-lru',
    '',
  ].join('\n');
  return {
    spec: {
      name: containerName(project, 'redis'),
      kind: 'infrastructure',
      part: 'redis',
      image: PUBLIC_IMAGES.redis,
      command: ['redis-server', `${FILES}/secrets/redis.conf`],
      user: USER,
      environment: {},
      files: [{ path: 'secrets/redis.conf', text: configuration, secret: true }],
      volumes: [],
      tmpfs: ['/tmp', '/data'],
      ports: [{ container: PORT, host: 0 }],
      // It answers NOAUTH, which is an answer.
      healthcheck: {
        test: ['redis-cli', '-p', String(PORT), 'ping'],
        intervalSeconds: 10,
        timeoutSeconds: 3,
        retries: 3,
        startSeconds: 10,
      },
      limits: LIMITS.cache,
      dependsOn: [],
      stopSeconds: 5,
    },
    answers,
  };
}

export function redisUrl(password: string): string {
  return `redis://:${password}@redis:${PORT}/0`;
}

const WITHIN_MS = 2_000;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error(`no answer within ${WITHIN_MS} ms`)));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(/^(\+PONG|-NOAUTH)/.test(data.toString('latin1')));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}
