import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import { hasMigration } from '../../database/index.ts';
import { Look } from '../../metrics/index.ts';

/**
 * Tells where the database lacks the migration that this version counts on: it serves what it can, and says so. What a later version has
 * brought does it no harm.
 */
export const migrationsPlugin = fp(
  async ({ database, metrics, readiness, environment }) => {
    const { expectedMigration: name, serviceName } = environment;
    if (name === undefined) return;
    const look = new Look(() => hasMigration(database, name));
    new Gauge({
      name: 'database_migration_missing',
      help: '1 while the migration that this version counts on is not in the log of its database.',
      registers: [metrics],
      async collect() {
        const isThere = await look.value();
        this.set(isThere === undefined ? Number.NaN : Number(!isThere));
      },
    });
    readiness.add({
      name: 'migrations',
      critical: false,
      async check() {
        // Where the database does not answer, it says so itself.
        const isThere = await look.value();
        if (isThere === false) throw new Error(`${name} is not in its database: aurora migrate up ${serviceName}`);
        return isThere === undefined ? { expected: name, known: false } : { expected: name };
      },
    });
  },
  { name: 'migrations', dependencies: ['database', 'health', 'metrics'] },
);
