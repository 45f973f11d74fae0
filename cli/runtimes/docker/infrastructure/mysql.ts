import { PUBLIC_IMAGES } from '../images/public.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import { FILES } from '../spec.ts';
import type { DatabaseServer } from './contract.ts';
import { DATABASE_STOP_SECONDS, LIMITS } from './limits.ts';

const PORT = 3306;
const ADMINISTRATOR = 'root';
/** Of the images' user `mysql`. */
const USER = '999:999';

/** Where the two images differ. */
const ENGINES = {
  mariadb: { client: 'mariadb', ping: ['healthcheck.sh', '--connect', '--innodb_initialized'], variable: 'MARIADB' },
  mysql: { client: 'mysql', ping: ['mysqladmin', 'ping', '--silent'], variable: 'MYSQL' },
} as const;

/** MariaDB or MySQL. */
export function mysql(
  engine: keyof typeof ENGINES,
  project: Project,
  password: string,
  connections: number,
): DatabaseServer {
  const { client, ping, variable } = ENGINES[engine];
  const administratorUrl = (port: number) => `mysql://${ADMINISTRATOR}:${password}@127.0.0.1:${port}/`;
  return {
    spec: {
      name: containerName(project, engine),
      kind: 'infrastructure',
      part: engine,
      image: PUBLIC_IMAGES[engine],
      command: [
        engine === 'mariadb' ? 'mariadbd' : 'mysqld',
        `--max-connections=${connections}`,
        '--character-set-server=utf8mb4',
        '--skip-name-resolve',
      ],
      user: USER,
      environment: { [`${variable}_ROOT_PASSWORD_FILE`]: `${FILES}/secrets/administrator` },
      files: [{ path: 'secrets/administrator', text: password, secret: true, firstStartOnly: true }],
      volumes: [{ name: volumeName(project, engine, 'data'), target: '/var/lib/mysql' }],
      tmpfs: ['/tmp', '/run/mysqld'],
      ports: [{ container: PORT, host: 0 }],
      healthcheck: { test: ping, intervalSeconds: 5, timeoutSeconds: 3, retries: 3, startSeconds: 90 },
      limits: LIMITS.database,
      dependsOn: [],
      stopSeconds: DATABASE_STOP_SECONDS,
    },
    innerUrl: `mysql://${engine}:${PORT}/`,
    administratorUrl,
    async answers(port) {
      const [{ createConnection }, { isRefusal }] = await Promise.all([
        import('mysql2/promise'),
        import('../../databases/mysql-administrator.ts'),
      ]);
      try {
        const connection = await createConnection({ uri: administratorUrl(port), connectTimeout: 2_000 });
        await connection.query('SELECT 1').finally(() => connection.end());
        return true;
      } catch (error) {
        // A rotation that was cut off: the next password is in force already, and whoever provisions will find out.
        if (isRefusal(error)) return true;
        throw error;
      }
    },
    shell: (database, login) => ({
      command: [client, '-h', '127.0.0.1', '-u', login, database],
      passwordVariable: 'MYSQL_PWD',
    }),
  };
}
