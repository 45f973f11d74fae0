import type { FindingCode } from '../../../cli/config/codes.ts';
import { fieldsOf, fleetOf } from './inspect.ts';

export interface Case {
  readonly title: string;
  readonly code: FindingCode;
  /** `▸` stands before each place where this code is to be found; nothing else may be. */
  readonly yaml: string;
  /** Codes that cannot be kept out of it and are not looked at. */
  readonly beside?: readonly FindingCode[];
  readonly environment?: string;
  /** A part of the first finding's message. */
  readonly message?: string;
  /** Of the first finding. */
  readonly suggestion?: string;
}

/** A domain service with one entity of one field. */
function service(name: string, port: number, entity: string, plural = '', fields = 'name: { type: string }'): string {
  return `${name}: { kind: domain, port: ${port}, entities: { ${entity}: { ${plural}fields: { ${fields} } } } }`;
}

/** An entity with these rules for its lists. */
function listOf(rules: string): string {
  const fields = `{ title: { type: string }, count: { type: integer }, extra: { type: json },
    must: { type: json, required: true }, tags: { type: array, of: string } }`;
  return fleetOf(`orders: { kind: domain, port: 8001, entities: { Order: { list: ${rules}, fields: ${fields} } } }`);
}

const small = service('orders', 8001, 'Order');

export const CASES: readonly Case[] = [
  // the text
  { title: 'NUL', code: 'not_text', yaml: fleetOf(small).replace('shop', '▸"sh\\0p"') },
  { title: 'half a surrogate pair', code: 'not_text', yaml: fieldsOf('a: { type: string, default: ▸"\\ud800" }') },
  { title: 'NUL in a key', code: 'not_text', yaml: fieldsOf('a: { type: json }', 'environments: { ▸"a\\0": {} }') },
  { title: 'nothing at all', code: 'empty_file', yaml: '▸' },
  { title: 'comments only', code: 'empty_file', yaml: '▸# later\n\n# really\n' },
  { title: 'an empty document', code: 'empty_file', yaml: '▸---\n' },
  { title: 'a list', code: 'not_a_mapping', yaml: '▸- version: 1\n', message: 'not a list' },
  { title: 'a word', code: 'not_a_mapping', yaml: '\n▸aurora\n', message: 'not a single value' },

  // YAML
  { title: 'a tab', code: 'yaml_syntax', yaml: 'version: 1\nservices:\n▸\tgateway: {}\n', message: 'tabs' },
  { title: 'a quote left open', code: 'yaml_syntax', yaml: 'version: 1\nname: "shop\n▸', message: 'closing' },
  {
    title: 'two documents',
    code: 'yaml_syntax',
    yaml: 'version: 1\n▸---\nname: shop\n',
    message: 'multiple documents',
  },
  { title: 'a colon too many', code: 'yaml_syntax', yaml: 'name: ▸shop: 1\n' },
  { title: 'a tag of one’s own', code: 'yaml_syntax', yaml: 'name: ▸!secret shop\n', message: '!secret' },
  { title: 'a tag of YAML 1.1', code: 'yaml_syntax', yaml: 'name: ▸!!binary c2hvcA==\n' },
  { title: 'a bracket left open', code: 'yaml_syntax', yaml: 'a: [1, 2\n▸b: 3\n' },
  {
    title: 'a variable between braces',
    code: 'yaml_syntax',
    yaml: 'services:\n  a: { kind: gateway, port: ▸${PORT:-8000} }\n  b: { kind: config, port: 8001 }\n',
    message: 'needs quotes',
    suggestion: "'${PORT:-8000}'",
  },
  { title: 'a key that is a list', code: 'bad_key', yaml: fleetOf(small, '? ▸[a, b]\n: c\n') },
  { title: 'a key that is nothing', code: 'bad_key', yaml: fleetOf(small, '▸: c\n') },
  {
    title: 'the same key twice',
    code: 'duplicate_key',
    yaml: fleetOf(`${small}\norders: { kind: gateway, port: 1 }`, '▸name: store\n').replace(
      '\n  orders: { kind: g',
      '\n  ▸orders: { kind: g',
    ),
    message: 'line 6',
  },
  {
    title: 'deeper than 32',
    code: 'too_deep',
    yaml: fleetOf(
      small,
      `environments: ${'['.repeat(32)}▸[]${']'.repeat(32)}
`,
    ),
    beside: ['wrong_type'],
  },
  { title: 'an anchor that is nowhere', code: 'unknown_anchor', yaml: fleetOf(small, 'runtime: ▸*place\n') },
  { title: 'nothing but such an alias', code: 'unknown_anchor', yaml: '▸*place\n' },
  {
    title: 'an anchor that comes later',
    code: 'unknown_anchor',
    yaml: fleetOf(small, 'runtime: ▸*e\nenvironments: { a: { runtime: &e docker } }\n'),
  },
  {
    title: 'an anchor around its own alias',
    code: 'unknown_anchor',
    yaml: fleetOf(small, 'defaults: &d { retries: ▸*d }\n'),
  },

  // environments and variables
  {
    title: 'not declared',
    code: 'unknown_environment',
    environment: 'prodution',
    yaml: fleetOf(small, '▸environments: { production: {} }\n'),
    message: 'development, production are known',
    suggestion: 'production',
  },
  {
    title: 'none declared',
    code: 'unknown_environment',
    environment: 'qa',
    yaml: `▸${fleetOf(small)}`,
    message: 'development is known',
  },
  {
    title: 'not set',
    code: 'missing_variable',
    yaml: fleetOf(small, 'runtime: ▸${PLACE}\n'),
    suggestion: '${PLACE:-…}',
    message: 'PLACE',
  },
  {
    title: 'not set, in the environment in force',
    code: 'missing_variable',
    environment: 'qa',
    yaml: fleetOf(small, 'environments: { qa: { runtime: ▸"${PLACE}" }, live: { runtime: "${OTHER}" } }\n'),
    suggestion: '${PLACE:-…}',
  },
  { title: 'no name', code: 'bad_variable', yaml: fleetOf(small, 'runtime: ▸${1}\n'), suggestion: '$${1}' },
  { title: 'left open', code: 'bad_variable', yaml: fleetOf(small, 'runtime: ▸${PLACE\n'), suggestion: '$${PLACE' },

  // keys
  { title: 'at the top', code: 'unknown_key', yaml: fleetOf(small, '▸runtme: auto\n'), suggestion: 'runtime' },
  {
    title: 'that nothing is like',
    code: 'unknown_key',
    yaml: fleetOf(small, '▸colour: blue\n'),
    message: 'only version, name, runtime',
  },
  { title: '__proto__', code: 'unknown_key', yaml: fleetOf(small, '▸__proto__: { name: x }\n') },
  { title: 'constructor', code: 'unknown_key', yaml: fleetOf(small, 'defaults: { ▸constructor: 1 }\n') },
  {
    title: 'of another kind of service',
    code: 'unknown_key',
    yaml: fleetOf(`${small}\nfiles: { kind: file, port: 8003, ▸entities: {} }`),
  },
  { title: 'of another type of field', code: 'unknown_key', yaml: fieldsOf('a: { type: string, ▸min: 3 }') },
  {
    title: 'misspelt in a field',
    code: 'unknown_key',
    yaml: fieldsOf('a: { type: string, ▸maxLenght: 3 }'),
    suggestion: 'maxLength',
  },
  {
    title: 'embed without a reference',
    code: 'unknown_key',
    yaml: fieldsOf('a: { type: string, ▸embed: b, ▸onDelete: restrict }'),
  },
  {
    title: 'a type beside a reference',
    code: 'unknown_key',
    yaml: fleetOf(
      `${small}\n${service('bills', 8002, 'Bill', '', 'orderId: { references: orders.Order, ▸type: string }')}`,
    ),
  },
  { title: 'unique text', code: 'unknown_key', yaml: fieldsOf('a: { type: text, ▸unique: true }') },
  {
    title: 'entities in an environment',
    code: 'unknown_key',
    yaml: fleetOf(small, 'environments:\n  live: { services: { orders: { port: 9001, ▸entities: {} } } }\n'),
  },
  {
    title: 'a name in an environment',
    code: 'unknown_key',
    yaml: fleetOf(small, 'environments:\n  live: { ▸name: other }\n'),
  },
  {
    title: 'an environment in an environment',
    code: 'unknown_key',
    environment: 'live',
    yaml: fleetOf(small, 'environments:\n  live: { ▸environments: {} }\n'),
  },
  { title: 'name and services', code: 'missing_key', yaml: '▸▸version: 1\n', message: 'the config needs' },
  { title: 'port', code: 'missing_key', yaml: fleetOf('▸files: { kind: file }'), message: '`files` needs `port`' },
  {
    title: 'kind',
    code: 'missing_key',
    yaml: fleetOf('▸files: { port: 8003 }'),
    message: '`files` needs `kind`: gateway, config, domain, file',
  },
  { title: 'entities', code: 'missing_key', yaml: fleetOf('▸orders: { kind: domain, port: 8003 }') },
  {
    title: 'fields',
    code: 'missing_key',
    yaml: fleetOf('orders: { kind: domain, port: 8003, entities: { ▸Order: {} } }'),
  },
  {
    title: 'type',
    code: 'missing_key',
    yaml: fieldsOf('▸a: { required: true }'),
    message: '`a` needs `type`: string, text',
  },
  { title: 'values', code: 'missing_key', yaml: fieldsOf('▸a: { type: enum }') },

  // values
  {
    title: 'text for a number',
    code: 'wrong_type',
    yaml: fleetOf('files: { kind: file, port: ▸"8003" }'),
    message: '`port` must be a whole number, not `8003`',
  },
  { title: 'a fraction', code: 'wrong_type', yaml: fleetOf('files: { kind: file, port: ▸8003.5 }') },
  { title: 'no number at all', code: 'wrong_type', yaml: fieldsOf('a: { type: integer, max: ▸.nan }') },
  {
    title: 'nothing for a mapping',
    code: 'wrong_type',
    yaml: fleetOf('files:▸'),
    message: '`files` must be a mapping, not nothing',
  },
  {
    title: 'a list for a mapping',
    code: 'wrong_type',
    yaml: 'version: 1\nname: shop\nservices: ▸[]\n',
    message: 'not a list',
  },
  {
    title: 'yes for true',
    code: 'wrong_type',
    yaml: fieldsOf('a: { type: json, required: ▸yes }'),
    message: '`true` or `false`',
  },
  { title: 'a word for a field', code: 'wrong_type', yaml: fieldsOf('a: ▸string') },
  {
    title: 'numbers among words',
    code: 'wrong_type',
    yaml: fieldsOf('a: { type: enum, values: [one, ▸2, ▸3] }'),
    message: 'entry 2 of `values` must be text',
  },
  {
    title: 'a default of another type',
    code: 'wrong_type',
    yaml: fieldsOf(
      'a: { type: boolean, default: ▸"true" }\nb: { type: string, default: ▸7 }\nc: { type: integer, default: ▸x }',
    ),
  },
  {
    title: 'an environment that is a word',
    code: 'wrong_type',
    yaml: fleetOf(small, 'environments: { live: ▸docker }\n'),
    environment: 'live',
  },
  { title: 'environments that are a list', code: 'wrong_type', yaml: fleetOf(small, 'environments: ▸[live]\n') },
  {
    title: 'a port in the environment in force',
    code: 'wrong_type',
    environment: 'live',
    yaml: fleetOf(small, 'environments: { live: { services: { orders: { port: ▸x } } } }\n'),
  },
  {
    title: 'a port in another environment',
    code: 'wrong_type',
    yaml: fleetOf(small, 'environments: { live: { services: { orders: { port: ▸x } } } }\n'),
  },
  {
    title: 'version 2',
    code: 'unknown_value',
    yaml: fleetOf(small).replace('version: 1', 'version: ▸2'),
    message: '`version` must be 1',
  },
  { title: 'version in quotes', code: 'unknown_value', yaml: fleetOf(small).replace('version: 1', 'version: ▸"1"') },
  {
    title: 'runtime',
    code: 'unknown_value',
    yaml: fleetOf(small, 'runtime: ▸dokcer\n'),
    message: 'auto, process, docker, swarm',
    suggestion: 'docker',
  },
  {
    title: 'engine',
    code: 'unknown_value',
    yaml: fleetOf(
      small,
      'infrastructure: { database: { engine: ▸postgresql }, broker: { engine: ▸kafka }, cache: { engine: ▸memcached } }\n',
    ),
    suggestion: 'postgres',
  },
  { title: 'kind', code: 'unknown_value', yaml: fleetOf('files: { kind: ▸files, port: 8003 }'), suggestion: 'file' },
  {
    title: 'type',
    code: 'unknown_value',
    yaml: fieldsOf('a: { type: ▸varchar }\nb: { type: ▸int }\nc: { type: ▸reference }'),
  },
  {
    title: 'onDelete',
    code: 'unknown_value',
    yaml: fleetOf(
      `${small}\n${service('bills', 8002, 'Bill', '', 'orderId: { references: orders.Order, onDelete: ▸cascde }')}`,
    ),
    suggestion: 'cascade',
  },
  {
    title: 'storage',
    code: 'unknown_value',
    yaml: fleetOf('files: { kind: file, port: 8003, storage: { driver: ▸S3 } }'),
    suggestion: 's3',
  },
  {
    title: 'a port below 1024',
    code: 'out_of_range',
    yaml: fleetOf('files: { kind: file, port: ▸80 }'),
    message: '1024 to 65535',
  },
  { title: 'a port above 65535', code: 'out_of_range', yaml: fleetOf('files: { kind: file, port: ▸65536 }') },
  { title: 'defaults', code: 'out_of_range', yaml: fleetOf(small, 'defaults: { timeoutMs: ▸0, retries: ▸-1 }\n') },
  {
    title: 'beyond 32 bits',
    code: 'out_of_range',
    yaml: fieldsOf('a: { type: integer, min: ▸-.inf, max: ▸2147483648 }'),
  },
  { title: 'no length', code: 'out_of_range', yaml: fieldsOf('a: { type: string, maxLength: ▸0 }') },
  {
    title: 'a service in PascalCase',
    code: 'bad_form',
    yaml: fleetOf(service('▸OrderService', 8001, 'Order')),
    suggestion: 'order-service',
  },
  {
    title: 'a service in snake_case',
    code: 'bad_form',
    yaml: fleetOf(service('▸order_service', 8001, 'Order')),
    suggestion: 'order-service',
  },
  {
    title: 'a service called __proto__',
    code: 'bad_form',
    yaml: fleetOf(service('▸__proto__', 8001, 'Order')),
    suggestion: 'proto',
  },
  {
    title: 'a service of 35 letters',
    code: 'bad_form',
    yaml: fleetOf(service(`▸${'a'.repeat(35)}`, 8001, 'Order')),
    message: 'longer than 34',
  },
  {
    title: 'an entity in camelCase',
    code: 'bad_form',
    yaml: fleetOf(service('orders', 8001, '▸orderLine')),
    suggestion: 'OrderLine',
  },
  { title: 'an entity in another script', code: 'bad_form', yaml: fleetOf(service('orders', 8001, '▸Größe')) },
  {
    title: 'a field in snake_case',
    beside: ['duplicate_column'],
    code: 'bad_form',
    yaml: fieldsOf('▸created_by: { type: text }'),
    suggestion: 'createdBy',
  },
  {
    title: 'a field called __proto__',
    code: 'bad_form',
    yaml: fieldsOf('▸__proto__: { type: text }'),
    suggestion: 'proto',
  },
  {
    title: 'a fleet with a capital',
    code: 'bad_form',
    yaml: fleetOf(small).replace('shop', '▸Shop'),
    suggestion: 'shop',
  },
  { title: 'an empty name', code: 'bad_form', yaml: fleetOf(small).replace('shop', "▸''") },
  {
    title: 'a plural in kebab-case',
    code: 'bad_form',
    yaml: fleetOf(service('orders', 8001, 'OrderLine', 'plural: ▸order-lines, ')),
    suggestion: 'orderLines',
  },
  {
    title: 'a reference without an entity',
    code: 'bad_form',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', '', 'orderId: { references: ▸orders }')}`),
    message: 'subject-service.Subject',
  },
  {
    title: 'an enum value with a line break',
    code: 'bad_form',
    yaml: fieldsOf('a: { type: enum, values: [▸"a\\nb"] }'),
  },
  { title: 'a key that is a number', code: 'bad_form', yaml: fieldsOf('▸1: { type: text }') },
  { title: 'services', code: 'empty', yaml: 'version: 1\nname: shop\nservices: ▸{}\n' },
  { title: 'entities', code: 'empty', yaml: fleetOf('orders: { kind: domain, port: 8001, entities: ▸{} }') },
  {
    title: 'fields',
    code: 'empty',
    yaml: fleetOf('orders: { kind: domain, port: 8001, entities: { Order: { fields: ▸{} } } }'),
  },
  { title: 'values', code: 'empty', yaml: fieldsOf('a: { type: enum, values: ▸[] }') },
  { title: 'a pattern', code: 'empty', yaml: fieldsOf("a: { type: string, pattern: ▸'' }") },

  // services
  {
    title: 'a rule for a header that is not its business',
    code: 'bad_form',
    yaml: fleetOf(small).replace(
      'kind: gateway',
      'kind: gateway, routes: [{ path: /api, request: { headers: { remove: [▸hOST] } } }]',
    ),
    message: 'rules may change',
  },
  {
    title: 'two gateways',
    code: 'one_of_a_kind',
    yaml: fleetOf('second: { kind: ▸gateway, port: 8001 }'),
    message: '`gateway`',
  },
  {
    title: 'two config services',
    code: 'one_of_a_kind',
    yaml: fleetOf('second: { kind: ▸config, port: 8001 }\nthird: { kind: ▸config, port: 8002 }'),
    message: '`settings`',
  },
  {
    title: 'two file services',
    code: 'one_of_a_kind',
    yaml: fleetOf('a: { kind: file, port: 8001 }\nb: { kind: ▸file, port: 8002 }'),
  },
  {
    title: 'a gateway that nobody tells of the others',
    code: 'no_config_service',
    yaml: `version: 1\nname: shop\nservices:\n  gateway: { kind: ▸gateway, port: 8000 }\n  ${small}\n`,
    message: 'config-service: { kind: config',
  },
  {
    title: 'a reference that nobody tells where it leads',
    code: 'no_config_service',
    yaml: `version: 1\nname: shop\nservices:\n  ${small}\n  ${service('bills', 8002, 'Bill', '', 'a: { references: Bill }, b: { references: ▸orders.Order }')}\n`,
    message: 'bills finds orders',
  },
  {
    title: 'in the file',
    code: 'duplicate_port',
    yaml: fleetOf('a: { kind: file, port: ▸8000 }'),
    message: '`gateway`',
  },
  {
    title: 'by an environment',
    code: 'duplicate_port',
    environment: 'live',
    yaml: fleetOf(small, 'environments: { live: { services: { orders: { port: ▸8004 } } } }\n'),
    message: '`settings`',
  },
  {
    title: 'PostgreSQL’s',
    code: 'reserved_port',
    yaml: fleetOf('a: { kind: file, port: ▸5432 }'),
    message: 'PostgreSQL',
  },
  {
    title: 'one that browsers refuse',
    code: 'reserved_port',
    yaml: fleetOf('a: { kind: file, port: ▸6000 }'),
    message: 'browsers',
  },
  {
    title: 'a service like a broker',
    code: 'reserved_name',
    yaml: fleetOf(service('▸rabbitmq', 8001, 'Order')),
    suggestion: 'rabbitmq-service',
  },
  {
    title: 'a service like the typed client',
    code: 'reserved_name',
    yaml: fleetOf(service('▸client', 8001, 'Order')),
    suggestion: 'client-service',
  },
  {
    title: 'a service called constructor',
    code: 'reserved_name',
    yaml: fleetOf(service('▸constructor', 8001, 'Order')),
    suggestion: 'constructor-service',
  },
  {
    title: 'a service in an environment',
    code: 'unknown_service',
    yaml: fleetOf(small, 'environments: { live: { services: { ▸order: { port: 9001 } } } }\n'),
    suggestion: 'orders',
  },
  {
    title: 'a service in the environment in force',
    code: 'unknown_service',
    environment: 'live',
    yaml: fleetOf(small, 'environments: { live: { services: { ▸order: { port: 9001 } } } }\n'),
    suggestion: 'orders',
  },

  // entities
  {
    title: 'in two services',
    code: 'duplicate_entity',
    yaml: fleetOf(`${small}\n${service('bills', 8002, '▸Order')}`),
    message: '`orders`',
  },
  {
    title: 'plurals that clash',
    code: 'path_taken',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', 'plural: ▸orders, ')}`),
    message: '`Order`’s',
  },
  {
    title: 'names that come to one path',
    beside: ['type_taken'],
    code: 'path_taken',
    yaml: fleetOf(`${service('a', 8001, 'ApiKey')}\n${service('b', 8002, '▸APIKey')}`),
    message: '/api/v1/api-keys',
  },
  {
    title: 'the config service’s path',
    code: 'path_taken',
    yaml: fleetOf(service('orders', 8001, 'Order', 'plural: ▸config, ')),
    message: 'config service',
  },
  {
    title: 'the file service’s path',
    beside: ['type_taken'],
    code: 'path_taken',
    yaml: fleetOf(`docs: { kind: file, port: 8003 }\n${service('orders', 8001, '▸File')}`),
    message: '`docs`',
  },
  {
    title: 'a table of Aurora’s',
    code: 'reserved_name',
    yaml: fleetOf(`${service('a', 8001, 'Out', 'plural: ▸outbox, ')}\n${service('b', 8002, '▸IdempotencyKey')}`),
    message: '`outbox`',
  },
  {
    title: 'a word of JavaScript',
    code: 'reserved_name',
    yaml: fleetOf(service('school', 8001, '▸Class')),
    message: '`class`',
  },
  {
    title: 'a type of the language',
    code: 'reserved_name',
    yaml: fleetOf(`${service('a', 8001, '▸Promise')}\n${service('b', 8002, '▸Object')}`),
  },
  {
    title: 'a plural that is a word',
    code: 'reserved_name',
    yaml: fleetOf(service('a', 8001, 'Order', 'plural: ▸new, ')),
  },

  // fields
  {
    title: 'fields of every resource',
    code: 'reserved_name',
    yaml: fieldsOf(
      '▸id: { type: text }\n▸version: { type: integer }\n▸createdAt: { type: text }\n▸updatedAt: { type: text }',
    ),
  },
  {
    title: 'fields that embedding uses',
    code: 'reserved_name',
    yaml: fieldsOf('▸stale: { type: boolean }\n▸unresolved: { type: text }'),
  },
  {
    title: 'fields that objects have',
    code: 'reserved_name',
    yaml: fieldsOf(
      '▸constructor: { type: text }\n▸toJSON: { type: text }\n▸then: { type: text }\n▸hasOwnProperty: { type: text }',
    ),
  },
  {
    title: 'PostgreSQL’s own columns',
    code: 'reserved_name',
    yaml: fieldsOf('▸ctid: { type: text }\n▸xmin: { type: integer }'),
  },
  {
    title: 'two ways to write one',
    code: 'duplicate_column',
    yaml: fieldsOf('userId: { type: text }\n▸userID: { type: text }'),
    message: '`user_id`',
  },
  {
    title: 'by a field, a resource’s own and another embed',
    code: 'name_taken',
    yaml: fleetOf(
      `${small}\n${service('bills', 8002, 'Bill', '', 'order: { type: text }, a: { references: orders.Order, embed: ▸order }, b: { references: orders.Order, embed: ▸id }, c: { references: orders.Order, embed: x }, d: { references: orders.Order, embed: ▸x }')}`,
    ),
  },
  { title: 'integers', code: 'min_over_max', yaml: fieldsOf('a: { type: integer, min: ▸5, max: 4 }') },
  {
    title: 'lengths',
    code: 'min_over_max',
    yaml: fieldsOf('a: { type: string, minLength: ▸5, maxLength: 4 }\nb: { type: string, minLength: ▸300 }'),
    message: '`maxLength` 4',
  },
  {
    title: 'an open group',
    code: 'bad_pattern',
    yaml: fieldsOf("a: { type: string, pattern: ▸'(' }"),
    message: 'unterminated group',
  },
  {
    title: 'fine only without the flag u',
    code: 'bad_pattern',
    yaml: fieldsOf("a: { type: string, pattern: ▸'\\-', default: x }"),
  },
  {
    title: 'too long, too short',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: string, maxLength: 2, default: ▸abc }\nb: { type: string, minLength: 2, default: ▸a }'),
  },
  {
    title: 'against the pattern',
    code: 'bad_default',
    yaml: fieldsOf("a: { type: string, pattern: '^\\d+$', default: ▸abc }"),
    message: '^\\d+$',
  },
  {
    title: 'out of its range',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: integer, min: 1, default: ▸0 }\nb: { type: integer, max: 1, default: ▸2 }'),
  },
  {
    title: 'none of the values',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: enum, values: [draft, published], default: ▸gone }'),
    message: 'none of the values',
  },
  {
    title: 'and which was meant',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: enum, values: [draft, published], default: ▸darft }'),
    suggestion: 'draft',
  },
  {
    title: 'each further one',
    code: 'duplicate_value',
    yaml: fieldsOf('a: { type: enum, values: [x, y, ▸x, z, ▸y, ▸x] }'),
  },
  {
    title: 'in a shared enum',
    code: 'duplicate_value',
    yaml: fieldsOf('a: { type: enum, enum: Colour }', 'enums: { Colour: [red, ▸red] }'),
  },
  {
    title: 'a shared enum that is not there',
    code: 'unknown_enum',
    yaml: fieldsOf('a: { type: enum, enum: ▸Color }', 'enums: { Colour: [red] }'),
    suggestion: 'Colour',
  },
  {
    title: 'a shared enum that is not there, of the items of a list',
    code: 'unknown_enum',
    yaml: fieldsOf('a: { type: array, of: { type: enum, enum: ▸Colour } }'),
  },
  {
    title: 'values of its own beside a shared enum',
    code: 'unknown_key',
    yaml: fieldsOf('a: { type: enum, enum: Colour, ▸values: [red] }', 'enums: { Colour: [red] }'),
  },
  {
    title: 'none of a shared enum',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: enum, enum: Colour, default: ▸rot }', 'enums: { Colour: [red, roti] }'),
    suggestion: 'roti',
  },
  {
    title: 'a shared enum called as a type of the language',
    code: 'reserved_name',
    yaml: fieldsOf('a: { type: json }', 'enums: { ▸Promise: [red] }'),
  },
  {
    title: 'a decimal written as a number',
    code: 'wrong_type',
    yaml: fieldsOf('a: { type: decimal, default: ▸1.5 }'),
    message: 'must be text',
  },
  {
    title: 'a decimal with too few digits',
    code: 'bad_default',
    yaml: fieldsOf("a: { type: decimal, default: ▸'1.5' }"),
    suggestion: '1.50',
  },
  {
    title: 'a decimal above its greatest',
    code: 'bad_default',
    yaml: fieldsOf("a: { type: decimal, max: '9.00', default: ▸'10.00' }"),
  },
  {
    title: 'decimals the wrong way round',
    code: 'min_over_max',
    yaml: fieldsOf("a: { type: decimal, min: ▸'10.00', max: '9.00' }"),
  },
  {
    title: 'more digits after the point than in all',
    code: 'min_over_max',
    yaml: fieldsOf('a: { type: decimal, precision: 2, scale: ▸3 }'),
  },
  { title: 'a bound that is no decimal', code: 'bad_form', yaml: fieldsOf("a: { type: decimal, min: ▸'much' }") },
  { title: 'a day that is none', code: 'bad_default', yaml: fieldsOf("a: { type: date, default: ▸'2026-02-30' }") },
  { title: 'a first day that is none', code: 'bad_form', yaml: fieldsOf("a: { type: date, min: ▸'2026' }") },
  {
    title: 'days the wrong way round',
    code: 'min_over_max',
    yaml: fieldsOf("a: { type: date, min: ▸'2026-02-02', max: '2026-02-01' }"),
  },
  {
    title: 'a day before the first',
    code: 'bad_default',
    yaml: fieldsOf("a: { type: date, min: '2026-02-02', default: ▸'2026-02-01' }"),
  },
  {
    title: 'a moment without an offset',
    code: 'bad_default',
    yaml: fieldsOf("a: { type: datetime, default: ▸'2026-02-01T12:00:00' }"),
  },
  { title: 'no UUID', code: 'bad_default', yaml: fieldsOf('a: { type: uuid, default: ▸1234 }').replace('1234', 'x') },
  { title: 'no address', code: 'bad_default', yaml: fieldsOf('a: { type: email, default: ▸nobody }') },
  { title: 'no URL', code: 'bad_default', yaml: fieldsOf('a: { type: url, default: ▸example.org }') },
  {
    title: 'a URL too long to be unique',
    code: 'unique_too_long',
    yaml: fieldsOf('a: { type: url, unique: true, maxLength: ▸601 }'),
  },
  {
    title: 'bigints the wrong way round',
    code: 'min_over_max',
    yaml: fieldsOf('a: { type: bigint, min: ▸2, max: 1 }'),
  },
  {
    title: 'a bigint that JSON cannot carry',
    code: 'out_of_range',
    yaml: fieldsOf('a: { type: bigint, max: ▸9007199254740993 }'),
  },
  { title: 'a list of nothing', code: 'missing_key', yaml: fieldsOf('▸a: { type: array }') },
  {
    title: 'a list of lists',
    code: 'unknown_value',
    yaml: fieldsOf('a: { type: array, of: ▸array }'),
  },
  {
    title: 'a list of a type that is none',
    code: 'unknown_value',
    yaml: fieldsOf('a: { type: array, of: ▸strin }'),
    suggestion: 'string',
  },
  {
    title: 'items that are required',
    code: 'unknown_key',
    yaml: fieldsOf('a: { type: array, of: { type: string, ▸required: true } }'),
  },
  {
    title: 'items with a pattern that is none',
    code: 'bad_pattern',
    yaml: fieldsOf("a: { type: array, of: { type: string, pattern: ▸'(' } }"),
  },
  {
    title: 'fewer items than the fewest',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: array, of: string, minItems: 1, default: ▸[] }'),
  },
  {
    title: 'an item of another type',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: array, of: integer, default: [1, ▸two] }'),
  },
  {
    title: 'an item that breaks the rules of its type',
    code: 'bad_default',
    yaml: fieldsOf('a: { type: array, of: { type: string, maxLength: 2 }, default: [ab, ▸abc] }'),
  },
  {
    title: 'items the wrong way round',
    code: 'min_over_max',
    yaml: fieldsOf('a: { type: array, of: string, minItems: ▸2, maxItems: 1 }'),
  },
  {
    title: 'longer than an index',
    code: 'unique_too_long',
    yaml: fieldsOf('a: { type: string, unique: true, maxLength: ▸601 }'),
  },

  {
    title: 'a field that was what it is',
    code: 'renamed_from_itself',
    yaml: fieldsOf('a: { type: integer, renamedFrom: ▸a }'),
  },
  {
    title: 'a field that was what is there',
    code: 'renamed_from_present',
    yaml: fieldsOf(`a: { type: integer }
b: { type: integer, renamedFrom: ▸a }`),
    message: 'still has `a`',
  },
  {
    title: 'two fields that were the same',
    code: 'renamed_twice',
    yaml: fieldsOf(`a: { type: integer, renamedFrom: c }
b: { type: integer, renamedFrom: ▸c }`),
    message: '`a` was `c` already',
  },
  {
    title: 'a value that nobody could send',
    code: 'read_only_required',
    yaml: fieldsOf(`a: { type: integer, required: true, readOnly: ▸true }
b: { type: json, readOnly: true }
c: { type: boolean, required: true, readOnly: true, default: true }`),
    message: 'needs a `default`',
  },

  // lists
  {
    title: 'no such field',
    code: 'unknown_field',
    yaml: listOf("{ filter: [▸titel], sort: [▸nowhere], search: [▸titel], order: ▸'-titel' }"),
    suggestion: 'title',
  },
  {
    title: 'a field of a type that does not fit',
    code: 'not_listable',
    yaml: listOf('{ filter: [▸must], sort: [▸extra, ▸tags], search: [▸count, ▸createdAt], order: ▸tags }'),
    message: '`must` cannot be filtered by, only title, count, extra, tags, id',
  },
  {
    title: 'a field of a list twice',
    code: 'duplicate_value',
    yaml: listOf("{ filter: [title, ▸title], order: ▸'title,-title' }"),
  },

  // references
  {
    title: 'an unknown service',
    code: 'unknown_service',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: ▸ordrs.Order }')}`),
    suggestion: 'orders.Order',
  },
  {
    title: 'the right entity, another service',
    code: 'unknown_service',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: ▸shopping.Order }')}`),
    suggestion: 'orders.Order',
  },
  {
    title: 'an unknown entity',
    code: 'unknown_entity',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: ▸orders.Ordre }')}`),
    suggestion: 'orders.Order',
  },
  {
    title: 'a service without entities',
    code: 'unknown_entity',
    yaml: fleetOf(service('bills', 8002, 'Bill', '', 'a: { references: ▸gateway.Order, onDelete: cascade }')),
  },
  {
    title: 'a file service has files',
    code: 'unknown_entity',
    yaml: fleetOf(
      `docs: { kind: file, port: 8003 }\n${service('bills', 8002, 'Bill', '', 'a: { references: ▸docs.Image }')}`,
    ),
  },
  { title: 'no entity of its own service', code: 'unknown_entity', yaml: fieldsOf('a: { references: ▸Invoice }') },
  ...compositeCases(),
  {
    title: 'the inverse of a reference to another service',
    code: 'inside_only',
    yaml: fleetOf(
      `${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: orders.Order, ▸inverse: bills }')}`,
    ),
  },
  {
    title: 'a list of what another service owns',
    code: 'inside_only',
    yaml: fleetOf(`${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: orders.Order, ▸many: true }')}`),
  },
  { title: 'a list', code: 'unique_list', yaml: manyOf('▸unique: true') },
  { title: 'a list', code: 'cascade_list', yaml: manyOf('onDelete: ▸cascade'), suggestion: 'nullify' },
  {
    title: 'a list',
    code: 'nullify_required',
    yaml: manyOf('required: true, onDelete: ▸nullify'),
    beside: ['required_circle'],
    suggestion: 'restrict',
  },
  {
    title: 'a list that is sorted by',
    code: 'not_listable',
    yaml: fleetOf(
      service('orders', 8001, 'Order', 'list: { sort: [▸aIds] }, ', 'aIds: { references: Order, many: true }'),
    ),
  },
  {
    title: 'the table of a list',
    code: 'database_name_too_long',
    yaml: fieldsOf(
      `▸a${'b'.repeat(30)}Ids: { references: VeryLongNameOfAnEntityThatHasALongTable, many: true }`,
    ).replaceAll('Order', 'VeryLongNameOfAnEntityThatHasALongTable'),
  },
  {
    title: 'a list where a query is',
    code: 'path_taken',
    yaml: fleetOf(
      'orders: { kind: domain, port: 8001, entities: { Order: { queries: { parts: { output: { n: { type: integer } } } }, fields: { a: { references: Order, inverse: ▸parts } } } } }',
    ),
    message: 'Order.parts',
  },
  {
    title: 'two lists below one',
    code: 'path_taken',
    yaml: fieldsOf('a: { references: Order, inverse: parts }\nb: { references: Order, inverse: ▸parts }'),
    message: 'Order.a',
  },
  {
    title: 'one that needs one of its kind',
    code: 'required_circle',
    yaml: fieldsOf('parentId: { references: ▸Order, required: true }'),
    message: 'Order → Order',
  },
  {
    title: 'two that need each other',
    code: 'required_circle',
    yaml: fleetOf(`all:
  kind: domain
  port: 8001
  entities:
    A: { fields: { b: { references: B, required: true }, own: { references: A } } }
    B: { fields: { a: { references: ▸all.A, required: true } } }`),
    message: 'A → B → A',
  },
  {
    title: 'two services',
    code: 'reference_cycle',
    yaml: fleetOf(
      `${service('a', 8001, 'A', '', 'x: { references: b.B }')}\n${service('b', 8002, 'B', '', 'x: { references: ▸a.A }')}`,
    ),
    message: 'a → b → a',
  },
  {
    title: 'each circle once',
    code: 'reference_cycle',
    yaml: fleetOf(
      [
        service('a', 8001, 'A', '', 'x: { references: b.B }, y: { references: b.B }'),
        service('b', 8002, 'B', '', 'x: { references: c.C }'),
        service('c', 8003, 'C', '', 'x: { references: ▸a.A }, y: { references: ▸b.B }, z: { references: d.D }'),
        service('d', 8005, 'D'),
      ].join('\n'),
    ),
    message: 'a → b → c → a',
  },
  {
    title: 'nullify',
    code: 'nullify_required',
    yaml: fleetOf(
      `${small}\n${service('bills', 8002, 'Bill', '', 'a: { references: orders.Order, required: true, onDelete: ▸nullify }')}`,
    ),
    suggestion: 'restrict',
  },

  // commands and queries
  {
    title: 'a command of a service like an entity',
    code: 'path_taken',
    yaml: operationsOf('', 'commands: { ▸orders: {} }'),
    message: '/api/v1/orders',
  },
  {
    title: 'a query of a service like what Aurora has',
    code: 'path_taken',
    yaml: operationsOf('', 'queries: { ▸config: { output: { a: { type: text } } } }'),
  },
  {
    title: 'a command of a service like one of another',
    code: 'path_taken',
    yaml: `${operationsOf('', 'commands: { closeDay: {} }')}  ${service('bills', 8002, 'Bill').replace(/}$/, ', commands: { ▸closeDay: {} } }')}\n`,
  },
  {
    title: 'a query like a command of the same entity',
    code: 'path_taken',
    yaml: operationsOf('commands: { ship: {} }, queries: { ▸ship: { output: { a: { type: text } } } }'),
    message: '/:id/ship',
  },
  {
    title: 'a command whose file is another’s',
    code: 'name_taken',
    yaml: operationsOf('commands: { ship: {} }', 'commands: { ▸orderShip: {} }'),
  },
  {
    title: 'of an input',
    code: 'reserved_name',
    yaml: operationsOf('commands: { ship: { input: { ▸constructor: { type: text } } } }'),
  },
  {
    title: 'in an input',
    code: 'unknown_key',
    yaml: operationsOf('commands: { ship: { input: { a: { type: string, ▸unique: true } } } }'),
  },
  {
    title: 'a list or an object in a URL',
    code: 'unknown_value',
    yaml: operationsOf('queries: { costs: { input: { a: { type: ▸json } }, output: { b: { type: json } } } }'),
  },
  { title: 'a query that answers nothing', code: 'missing_key', yaml: operationsOf('queries: { ▸costs: {} }') },
  {
    title: 'of an input’s own rules',
    code: 'min_over_max',
    yaml: operationsOf('commands: { ship: { input: { a: { type: integer, min: ▸2, max: 1 } } } }'),
  },
  {
    title: 'in an input',
    code: 'unknown_entity',
    yaml: operationsOf('commands: { ship: { input: { a: { references: ▸Ordre } } } }'),
    suggestion: 'Order',
  },
  {
    title: 'in an output',
    code: 'unknown_service',
    yaml: operationsOf('commands: { ship: { output: { a: { references: ▸order.Order } } } }'),
    suggestion: 'orders.Order',
  },
  {
    title: 'of another service',
    code: 'foreign_input',
    yaml: `${operationsOf('commands: { ship: { input: { a: { references: ▸bills.Bill } } } }')}  ${service('bills', 8002, 'Bill')}\n`,
  },
  {
    title: 'that a command tells',
    code: 'unknown_event',
    yaml: operationsOf('events: { shipped: {} }, commands: { ship: { emits: [▸shiped] } }'),
    suggestion: 'shipped',
  },
  {
    title: 'that all tell',
    code: 'unknown_event',
    yaml: operationsOf('commands: { ship: { emits: [▸updated] } }'),
  },
  {
    title: 'an event that every entity has',
    code: 'reserved_name',
    yaml: operationsOf('events: { ▸deleted: {} }'),
  },
  {
    title: 'that somebody listens to',
    code: 'unknown_event',
    yaml: operationsOf('events: { shipped: {} }', 'subscribes: { tell: { to: [▸orders.Order.shiped] } }'),
    suggestion: 'orders.Order.shipped',
  },
  {
    title: 'that somebody listens to, in his own service',
    code: 'unknown_event',
    yaml: operationsOf('', 'subscribes: { tell: { to: [▸Order.uploaded] } }'),
    message: 'only created, updated, deleted',
  },
  {
    title: 'whose events somebody listens to',
    code: 'unknown_entity',
    yaml: operationsOf('', 'subscribes: { tell: { to: [▸orders.Ordre.created] } }'),
    suggestion: 'orders.Order.created',
  },
  {
    title: 'whose events somebody listens to',
    code: 'unknown_service',
    yaml: operationsOf('', 'subscribes: { tell: { to: [▸order.Order.created] } }'),
    suggestion: 'orders.Order.created',
  },
  {
    title: 'no event',
    code: 'bad_form',
    yaml: operationsOf('', 'subscribes: { tell: { to: [▸orders.Order] } }'),
  },
  {
    title: 'subscribers of one file',
    code: 'name_taken',
    yaml: operationsOf('', 'subscribes: { tellAll: { to: [Order.created] }, ▸tellALL: { to: [Order.created] } }'),
  },
  {
    title: 'an event that is listened to twice',
    code: 'duplicate_value',
    yaml: operationsOf('', 'subscribes: { tell: { to: [Order.created, ▸Order.created] } }'),
  },
  {
    title: 'two events of one type',
    code: 'name_taken',
    yaml: operationsOf('events: { paidOff: {}, ▸paidOFF: {} }'),
  },
  {
    title: 'in an event',
    code: 'unknown_key',
    yaml: operationsOf('events: { shipped: { data: { a: { type: string, ▸default: x } } } }'),
  },
  {
    title: 'versions of events',
    code: 'out_of_range',
    yaml: operationsOf('eventVersion: ▸0, events: { shipped: { version: ▸1000 } }'),
  },
  {
    title: 'a scope of no operation',
    code: 'unknown_key',
    yaml: operationsOf("scopes: { ▸craete: 'orders:open' }"),
    suggestion: 'create',
  },
  {
    title: 'a scope in capitals',
    code: 'bad_form',
    yaml: operationsOf('commands: { ship: { scope: ▸Orders } }'),
  },
  {
    title: 'a seed with a number for text',
    code: 'bad_seed',
    yaml: seeded('dev: { one: { name: ▸7 } }'),
    message: 'the field takes text, not a whole number: write it in quotes',
  },
  {
    title: 'a seed that refers to nothing',
    code: 'unknown_seed',
    yaml: seeded('dev: { one: { name: a, parentId: ▸tow }, two: { name: b } }'),
    message: 'the seeds of `Order` have no `tow` in `dev`',
    suggestion: 'two',
  },
  {
    title: 'seeds that wait for each other',
    code: 'seed_circle',
    yaml: seeded('dev: { one: { name: a, parentId: ▸two }, two: { name: b, parentId: ▸one } }'),
    message: '`two` needs `one` in its turn',
  },

  { title: 'a bomb', code: 'alias_bomb', yaml: bomb(), beside: ['wrong_type'] },
];

/** A service with one entity that has these operations, and others of its own. */
function operationsOf(ofEntity: string, ofService = ''): string {
  const entity = ['fields: { name: { type: text } }', ofEntity].filter(Boolean).join(', ');
  const rest = [`entities: { Order: { ${entity} } }`, ofService].filter(Boolean).join(', ');
  return fleetOf(`orders: { kind: domain, port: 8001, ${rest} }`);
}

/** An entity with a list of its own kind, and this beside `many`. */
function manyOf(settings: string): string {
  return fieldsOf(`aIds: { references: Order, many: true, ${settings} }`);
}

/** A service with these seeds of an entity that may refer to its own kind. */
function seeded(seeds: string): string {
  const fields = 'fields: { name: { type: string, required: true }, parentId: { references: Order } }';
  return fleetOf(`orders: { kind: domain, port: 8001, entities: { Order: { ${fields}, seeds: { ${seeds} } } } }`);
}

/** A million words, if anybody unfolded it; the budget lasts into the fourth list. */
function bomb(): string {
  const lines = [...'abcdef'].map((name, level) => {
    const below = level === 0 ? 'x' : `*${'abcdef'[level - 1]}`;
    return `&${name} [${Array(10).fill(below).join(', ')}]`;
  });
  // Each `*c` unfolds to 1,221 values, and the lists before took 1,320.
  const text = lines.join(',\n  ').replace('&d [*c, *c, *c, *c, *c, *c, *c, *c', (upTo) => `${upTo.slice(0, -2)}▸*c`);
  return `${fleetOf(small)}environments: [${text}]\n`;
}

/** Of an entity with this key beside its fields. */
function compositeCases(): Case[] {
  const fields = 'code: { type: string }, note: { type: text }, name: { type: string, maxLength: 500 }';
  const of = (key: string, more = '') => fleetOf(service('orders', 8001, 'Order', `${key}, `, fields + more));
  return [
    { title: 'no such field', code: 'unknown_field', yaml: of('unique: [[code, ▸nam]]'), suggestion: 'name' },
    { title: 'a time that is not unique', code: 'unknown_field', yaml: of('unique: [[code, ▸createdAt]]') },
    {
      title: 'who made it, without audit',
      code: 'unknown_field',
      yaml: of('indexes: [[createdAt, ▸createdBy]]'),
      suggestion: 'createdAt',
    },
    { title: 'a text in an index', code: 'not_indexable', yaml: of('indexes: [[code], [code, ▸note]]') },
    { title: 'a field twice', code: 'duplicate_value', yaml: of('unique: [[code, ▸code]]') },
    { title: 'too much together', code: 'unique_too_long', yaml: of('unique: [▸[code, name]]') },
    { title: 'nothing together', code: 'empty', yaml: of('unique: [▸[]]') },
    { title: 'a column of audit', code: 'reserved_name', yaml: of('audit: false', ', ▸createdBy: { type: text }') },
    {
      title: 'the column of deletions',
      code: 'reserved_name',
      yaml: of('softDelete: true', ', ▸deletedAt: { type: text }'),
    },
  ];
}
