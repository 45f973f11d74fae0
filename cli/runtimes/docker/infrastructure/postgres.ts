import { PUBLIC_IMAGES } from '../images/public.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import { FILES } from '../spec.ts';
import type { DatabaseServer } from './contract.ts';
import { DATABASE_STOP_SECONDS, LIMITS } from './limits.ts';

const PORT = 5432;
const ADMINISTRATOR = 'postgres';
/** Of the image's user `postgres`. */
const USER = '999:999';

export function postgres(project: Project, password: string, connections: number): DatabaseServer {
  const administratorUrl = (port: number) => `postgres://${ADMINISTRATOR}:${password}@127.0.0.1:${port}/postgres`;
  return {
    spec: {
      name: containerName(project, 'postgres'),
      kind: 'infrastructure',
      part: 'postgres',
      image: PUBLIC_IMAGES.postgres,
      command: ['postgres', '-c', `max_connections=${connections}`, '-c', 'shared_buffers=128MB'],
      user: USER,
      environment: {
        POSTGRES_USER: ADMINISTRATOR,
        POSTGRES_PASSWORD_FILE: `${FILES}/secrets/administrator`,
        POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --encoding=UTF8 --locale=C',
      },
      files: [{ path: 'secrets/administrator', text: password, secret: true, firstStartOnly: true }],
      volumes: [{ name: volumeName(project, 'postgres', 'data'), target: '/var/lib/postgresql' }],
      tmpfs: ['/tmp', '/run/postgresql'],
      ports: [{ container: PORT, host: 0 }],
      // By TCP: while the image initialises, its server listens on a socket alone.
      healthcheck: {
        test: ['pg_isready', '-q', '-h', '127.0.0.1', '-U', ADMINISTRATOR],
        intervalSeconds: 5,
        timeoutSeconds: 3,
        retries: 3,
        startSeconds: 60,
      },
      limits: LIMITS.database,
      dependsOn: [],
      stopSeconds: DATABASE_STOP_SECONDS,
    },
    innerUrl: `postgres://postgres:${PORT}/`,
    administratorUrl,
    async answers(port) {
      const [{ default: pg }, { isRefusal }] = await Promise.all([
        import('pg'),
        import('../../databases/postgres-administrator.ts'),
      ]);
      const client = new pg.Client({ connectionString: administratorUrl(port), connectionTimeoutMillis: 2_000 });
      // A connection that ends by itself fails the question instead.
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('SELECT 1');
        return true;
      } catch (error) {
        // A rotation that was cut off: the next password is in force already, and whoever provisions will find out.
        if (isRefusal(error)) return true;
        throw error;
      } finally {
        await client.end();
      }
    },
    shell: (database, login) => ({
      command: ['psql', '-h', '127.0.0.1', '-U', login, '-d', database],
      passwordVariable: 'PGPASSWORD',
    }),
  };
}
