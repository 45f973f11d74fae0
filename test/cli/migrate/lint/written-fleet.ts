import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../../../cli/config/load.ts';
import type { Fleet } from '../../../../cli/config/model.ts';

const CONFIG = `version: 1
name: shop
services:
  api-gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8002 }
  orders-service:
    kind: domain
    port: 8001
    entities:
      Order:
        fields:
          title: { type: string, required: true }
`;

/** On PostgreSQL for development, on MariaDB elsewhere. */
export const ON_BOTH = `${CONFIG}environments:
  production: { infrastructure: { database: { engine: mariadb } } }
`;

/** Made by 0001 in each of them. */
export const ORDERS = 'CREATE TABLE orders (id char(36) PRIMARY KEY, title varchar(50) NOT NULL, note text)';

export interface WrittenFleet extends AsyncDisposable {
  readonly root: string;
  fleet(): Promise<Fleet>;
  /** Writes a migration of orders-service; statements are separated by semicolons. */
  write(name: string, up: string, more?: { down?: string; exports?: string }): Promise<void>;
  writeSource(name: string, source: string): Promise<void>;
}

/** A fleet of which nothing is there but its config and the migrations that a test writes. */
export async function writtenFleet(config = CONFIG): Promise<WrittenFleet> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'aurora-lint-')));
  const file = join(root, 'aurora.config.yaml');
  const folder = join(root, 'migrations', 'orders-service');
  await mkdir(folder, { recursive: true });
  await writeFile(file, config);
  const writeSource = (name: string, source: string) => writeFile(join(folder, `${name}.ts`), source);
  const write: WrittenFleet['write'] = (name, up, { down = '', exports = '' } = {}) =>
    writeSource(name, `${exports}\n${way('up', up)}\n${way('down', down)}`);
  await write('0001-create-orders', ORDERS, { down: 'DROP TABLE orders' });
  return {
    root,
    fleet: () => loadFleet({ file, environment: 'development' }),
    write,
    writeSource,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

function way(name: string, statements: string): string {
  const calls = statements
    .split(';')
    .filter((sql) => sql.trim() !== '')
    .map((sql) => `  await sequelize.query(${JSON.stringify(sql.trim())});\n`);
  return `export async function ${name}({ sequelize }) {\n${calls.join('')}}\n`;
}
