import type { PostgresHome, PostgresSpec } from '../control/protocol.ts';

/** The pool of a service, its relay and its listeners; twice while an instance is replaced. */
const CONNECTIONS_PER_SERVICE = 25;
/** The administrator, migrations, seeds, a developer's psql. */
const FURTHER_CONNECTIONS = 25;

/** The server as it runs here: small, quick to start, and as safe with data as any other. */
export function postgresSpec(home: PostgresHome, port: number, services: number): PostgresSpec {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    // A socket file would need a short path, and nobody uses it.
    unix_socket_directories: '',
    max_connections: Math.max(100, services * CONNECTIONS_PER_SERVICE + FURTHER_CONNECTIONS),
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    // No replicas, no parallel queries, no workers that wait for either.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    max_parallel_workers_per_gather: 0,
    io_method: 'sync',
    autovacuum_max_workers: 1,
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  return { home, port, settings };
}
