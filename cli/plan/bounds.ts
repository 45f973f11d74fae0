/** Connections of one replica to its database at most: what DATABASE_POOL_SIZE is unless somebody sets it. */
export const POOL = 10;

/** Events a second through the relay of one service, which one replica at a time is: `events` in docs/benchmarks.md. */
export const RELAY_EVENTS = 18_000;

/** Events a second that one RabbitMQ has confirmed from one publisher: `amqplib confirms` in docs/benchmarks.md. */
export const BROKER_EVENTS = 34_000;

/** Connections that one database server is asked to keep. Assumed: each is a process or a thread with memory of its own. */
export const DATABASE_CONNECTIONS = 500;

/** Requests that one config-service holds at a time (`changes/feed.ts` of its template). */
export const HELD_REQUESTS = 2_000;
/** Of each instance: for its settings, and for the registry. */
export const HELD_BY_INSTANCE = 2;
