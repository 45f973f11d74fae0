// Loaded only where a service runs as several processes.
import cluster from 'node:cluster';

export { linkOver } from './link.ts';
export { runPrimary } from './primary.ts';

/** Whether this process is the one that forks the others. */
export const { isPrimary } = cluster;
