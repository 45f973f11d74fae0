import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Login } from '../../databases/contract.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import { FILES } from '../spec.ts';
import type { Infrastructure } from './contract.ts';
import { LIMITS } from './limits.ts';

export const RABBITMQ_PORT = 5672;
/** Of the image's user `rabbitmq`. */
const USER = '999:999';

/** Users, their rights and the virtual host of a fleet are a file that the broker reads at each start. */
export function rabbitmq(project: Project, administrator: Login, services: readonly Login[]): Infrastructure {
  return {
    spec: {
      name: containerName(project, 'rabbitmq'),
      kind: 'infrastructure',
      part: 'rabbitmq',
      image: PUBLIC_IMAGES.rabbitmq,
      user: USER,
      environment: {
        RABBITMQ_CONFIG_FILE: `${FILES}/rabbitmq.conf`,
        RABBITMQ_ENABLED_PLUGINS_FILE: `${FILES}/enabled_plugins`,
        // For what it writes beside its standard output.
        RABBITMQ_LOG_BASE: '/tmp',
        // Its data lies in a folder of this name: another one would begin with nothing.
        RABBITMQ_NODENAME: 'rabbit@localhost',
        // Two cores for everything: no spinning while idle.
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+sbwt none +sbwtdcpu none +sbwtdio none',
      },
      files: [
        { path: 'rabbitmq.conf', text: CONFIGURATION, secret: false },
        // None: with the management plugin a stop takes 6 s instead of 1, and a start 2 s longer.
        { path: 'enabled_plugins', text: '[].\n', secret: false },
        {
          path: 'secrets/definitions.json',
          text: definitions(project.fleet, administrator, services),
          secret: true,
        },
      ],
      volumes: [{ name: volumeName(project, 'rabbitmq', 'data'), target: '/var/lib/rabbitmq' }],
      tmpfs: ['/tmp'],
      ports: [{ container: RABBITMQ_PORT, host: 0 }],
      // It listens when all else is up. It logs those who say half a greeting, not those who say nothing; its own tool takes half a
      // second of a core each time.
      healthcheck: {
        test: ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${RABBITMQ_PORT}`],
        intervalSeconds: 5,
        timeoutSeconds: 3,
        retries: 3,
        startSeconds: 60,
      },
      limits: LIMITS.broker,
      dependsOn: [],
      stopSeconds: 30,
    },
    answers: greets,
  };
}

/** The URL by which a service reaches the broker of its fleet, and others at another address. */
export function brokerUrl(fleet: string, { name, password }: Login, address = `rabbitmq:${RABBITMQ_PORT}`): string {
  return `amqp://${name}:${password}@${address}/${encodeURIComponent(fleet)}`;
}

const CONFIGURATION = `# Written by aurora up.
definitions.import_backend = local_filesystem
definitions.local.path = ${FILES}/secrets/definitions.json
log.console = true
log.console.level = info
log.file = false
loopback_users = none
# Of the memory that the container may use.
vm_memory_high_watermark.relative = 0.6
disk_free_limit.absolute = 512MB
raft.wal_max_size_bytes = 16777216
`;

/** A service may make, write and read what events need and what is its own, and see nothing of its neighbours. */
function definitions(fleet: string, administrator: Login, services: readonly Login[]): string {
  const permission = (user: string, what: string) => ({
    user,
    vhost: fleet,
    configure: what,
    write: what,
    read: what,
  });
  return JSON.stringify({
    users: [user(administrator, ['administrator']), ...services.map((login) => user(login, []))],
    vhosts: [{ name: fleet }],
    permissions: [
      permission(administrator.name, '.*'),
      ...services.map(({ name }) => permission(name, ownNames(fleet, name))),
    ],
  });
}

/** A regular expression of what is its own at the broker. */
export function ownNames(fleet: string, service: string): string {
  const quoted = (name: string) => name.replaceAll(/[.-]/g, '\\$&');
  return `^(amq\\.default|${quoted(fleet)}\\.(published|events|unrouted|${quoted(service)}(\\..*)?))$`;
}

function user({ name, password }: Login, tags: readonly string[]) {
  return { name, password_hash: passwordHash(password), hashing_algorithm: 'rabbit_password_hashing_sha256', tags };
}

/**
 * As RabbitMQ stores it (its guide "Credentials and Passwords"): four bytes of salt before a SHA-256. The salt comes out of the
 * password itself, so that the same password gives the same file.
 */
function passwordHash(password: string): string {
  const salt = createHmac('sha256', password).update('salt').digest().subarray(0, 4);
  const hash = createHash('sha256').update(salt).update(password, 'utf8').digest();
  return Buffer.concat([salt, hash]).toString('base64');
}

/** The header of AMQP 0-9-1, to which a broker that is up answers with a frame of its own. */
const GREETING = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1');
const METHOD_FRAME = 1;
const WITHIN_MS = 2_000;

function greets(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error(`no answer within ${WITHIN_MS} ms`)));
    socket.once('connect', () => socket.write(GREETING));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data[0] === METHOD_FRAME);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}
