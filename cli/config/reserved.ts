/** Names and numbers that belong to somebody else, each list with its owner. */

/** Ports that databases and brokers are known by; reserved on every engine, so that changing it moves no service. */
export const INFRASTRUCTURE_PORTS: ReadonlyMap<number, string> = new Map([
  [3306, 'MySQL and MariaDB'],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [6379, 'Redis'],
  [15672, 'RabbitMQ’s management page'],
]);

/** From 1024 on, the "bad ports" of the Fetch standard: browsers and Node's `fetch` refuse to call them. */
export const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Names of what stands beside the services: containers, logs, folders and lines of `aurora status`. */
export const INFRASTRUCTURE_NAMES: ReadonlySet<string> = new Set([
  ...['postgres', 'postgresql', 'mysql', 'mariadb', 'database', 'rabbitmq', 'broker', 'redis', 'cache'],
  ...['edge', 'haproxy', 'prometheus', 'alertmanager', 'grafana', 'supervisor', 'shared', 'client', 'localhost'],
]);

/** Every resource has these by itself. */
export const RESOURCE_FIELDS: ReadonlySet<string> = new Set(['id', 'version', 'createdAt', 'updatedAt']);

/** Those with `audit` have these, too; no field of others is called so. */
export const AUDIT_FIELDS: ReadonlySet<string> = new Set(['createdBy', 'updatedBy']);

/** The column of `softDelete`, as a field would be called. */
export const DELETED_FIELD = 'deletedAt';

/** What reads say beside and inside of resources that they embed. */
export const EMBED_MARKS: ReadonlySet<string> = new Set(['stale', 'unresolved']);

/** Tables that every service's database has by itself: messaging, seeds, the log of migrations and of a split. */
export const AURORA_TABLES: ReadonlySet<string> = new Set([
  ...['outbox', 'outbox_dead', 'outbox_leases', 'inbox', 'idempotency_keys', 'reference_copies', 'seed_runs'],
  ...['schema_migrations', 'schema_migrations_holder', 'schema_migrations_repairs'],
  ...['split_runs', 'split_quarantine', 'split_versions'],
]);

/** Path segments below `/api/v1` that are not an entity's. */
export const CONFIG_PATH = 'config';
export const FILES_PATH = 'files';

/** Keys that every JavaScript object has already, or that `await` and `JSON.stringify` look for. */
export const OBJECT_KEYS: ReadonlySet<string> = new Set([
  ...['constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'prototype'],
  ...['toLocaleString', 'toString', 'valueOf', 'toJSON', 'then'],
]);

/** System columns of every PostgreSQL table. */
export const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

/** Words that no variable can be called by, as generated code calls them after the entity. */
export const JAVASCRIPT_WORDS: ReadonlySet<string> = new Set([
  ...['arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete'],
  ...['do', 'else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements'],
  ...['import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public'],
  ...['return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void'],
  ...['while', 'with', 'yield'],
]);

/** Types of the language that generated code uses: an entity of that name would hide them. */
export const LANGUAGE_TYPES: ReadonlySet<string> = new Set([
  ...['Array', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'Function', 'Infinity', 'Intl', 'Iterator', 'JSON'],
  ...['Map', 'Math', 'NaN', 'Number', 'Object', 'Omit', 'Partial', 'Pick', 'Promise', 'Proxy', 'Readonly', 'Record'],
  ...['Reflect', 'RegExp', 'Required', 'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet'],
]);

/** The one entity of a file service. */
export const FILE_ENTITY = 'File';
