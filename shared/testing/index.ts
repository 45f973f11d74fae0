export { putCopies } from './copies.ts';
export { guard } from './guard.ts';
export { mariadbMissing, type StartedMariadb, startMariadb } from './mariadb.ts';
export { migrate } from './migrate.ts';
export { type Peer, startPeers } from './peers.ts';
export { freePort } from './port.ts';
export { type StartedPostgres, startPostgres } from './postgres.ts';
export { startTestService, type TestService, type TestServiceOptions } from './service.ts';
export { until } from './until.ts';
