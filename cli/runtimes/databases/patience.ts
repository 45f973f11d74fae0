/**
 * How long a database may take to let a command in, in ms. One that is away says so at once; on a swarm each connection is a command in a
 * container, maybe of an engine far away or busy.
 */
export const CONNECTION_MS = 20_000;
