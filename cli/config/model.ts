/**
 * The resolved fleet: what every planner, generator and runtime reads instead of the YAML.
 * Plain data, deeply immutable by convention, names already derived, references already linked.
 */

export type RuntimeName = 'process' | 'docker' | 'swarm';
export type DatabaseEngine = 'postgres' | 'mysql' | 'mariadb';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export interface Fleet {
  /** kebab-case; prefixes event types, containers and databases. */
  readonly name: string;
  /** Absolute folder of the config file; everything generated lies below it. */
  readonly root: string;
  /** Absolute path of the config file. */
  readonly file: string;
  /** The overlay in force: `development` unless `--env` or `AURORA_ENV` names another. */
  readonly environment: string;
  readonly runtime: RuntimeName | 'auto';
  readonly infrastructure: {
    readonly database: { readonly engine: DatabaseEngine };
    readonly broker: { readonly engine: 'rabbitmq' };
    readonly cache: { readonly engine: 'none' | 'redis' };
    /** Absent: none. */
    readonly monitoring?: Monitoring;
  };
  readonly defaults: {
    /** Milliseconds that one call to another service may take, retries included. */
    readonly timeoutMs: number;
    /** Further attempts after the first. */
    readonly retries: number;
    readonly logLevel: LogLevel;
  };
  readonly images: {
    /** Host, port and path under which the images of services are pushed, e.g. `registry.example.org/team`. */
    readonly registry?: string;
  };
  readonly deploy: DeploySettings;
  readonly observability: {
    readonly traces: {
      /** Share of the requests that are traced, 0 to 1. */
      readonly sample: number;
      /** Whether spans are written into the log. */
      readonly log: boolean;
    };
    /** The collector; null: there is none. */
    readonly otlp: { readonly endpoint: string; readonly logs: boolean } | null;
  };
  readonly swarm: SwarmSettings;
  /** Those that fields anywhere in the fleet can take their values from, by PascalCase name. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** In the order of the config file. */
  readonly services: readonly Service[];
}

/** How the swarm runtime uses its nodes. */
export interface SwarmSettings {
  readonly endpointMode: 'vip' | 'dnsrr';
  readonly encrypted: boolean;
  /** Of the nodes on which services may run. */
  readonly constraints: readonly string[];
  /** Of the nodes that take requests from outside. */
  readonly edges: readonly string[];
  /** The label of nodes over whose values replicas are spread; absent: over nodes alone. */
  readonly spread?: string;
  /** Hostname of a node → address of its engine, as `DOCKER_HOST` has it. */
  readonly engines: Readonly<Record<string, string>>;
}

/** How a new version takes the place of the one that serves. */
export interface DeploySettings {
  /** A new version that is not ready by then is given up. */
  readonly readySeconds: number;
  /** How long it has to be ready without a break before it gets requests. */
  readonly holdSeconds: number;
  /** Requests to each of its lists before anybody else asks it. */
  readonly warmUpRequests: number;
  readonly watchSeconds: number;
  /** Per cent of the requests answered with a 5xx, beyond what the version before did. */
  readonly maxErrorPercent: number;
  /** Mean time of a request over that of the version before. */
  readonly maxLatencyRatio: number;
  readonly drainSeconds: number;
  /** Images of each service that stay in the engine. */
  readonly keepVersions: number;
}

export interface Monitoring {
  /** Where alerts go, unless a secret says it (runtimes/alert-webhook.ts). */
  readonly webhook?: string;
  /** Of Prometheus, on this machine. Absent: any that is free. */
  readonly port?: number;
  /** Between two looks at an instance, and two evaluations of a rule. */
  readonly scrapeSeconds: number;
  readonly retentionDays: number;
  readonly slo: {
    /** Per cent of requests that are not answered with a 5xx. */
    readonly availability: number;
    /** A bound of the histogram of durations. */
    readonly latencyMs: number;
    /** Per cent of requests that are answered within it. */
    readonly latencyPercent: number;
  };
}

/** What one instance of a service may take at most. */
export interface Resources {
  readonly memoryMb: number;
  /** Processors, e.g. 0.5. */
  readonly cpus: number;
}

interface ServiceBase {
  /** kebab-case, unique in the fleet, e.g. `subject-service`. */
  readonly name: string;
  readonly port: number;
  /** How many instances there are to be, where a runtime can have several. */
  readonly replicas: number;
  /** What the config says; where it says nothing, its kind decides. */
  readonly resources?: Partial<Resources>;
  /** Services that must be ready before this one starts, sorted by name. */
  readonly dependsOn: readonly string[];
}

export interface GatewayService extends ServiceBase {
  readonly kind: 'gateway';
  /** Processes that serve together on its port. */
  readonly workers: number;
  /** What the config says of its live settings (shared/gateway/settings); the others have their defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ConfigService extends ServiceBase {
  readonly kind: 'config';
}

export interface DomainService extends ServiceBase {
  readonly kind: 'domain';
  readonly entities: readonly Entity[];
  /** Absent: none. */
  readonly commands?: readonly Operation[];
  readonly queries?: readonly Operation[];
  readonly subscribers?: readonly Subscriber[];
}

/** What acts on events. */
export interface Subscriber {
  /** camelCase, e.g. `notifyOwner`. */
  readonly name: string;
  /** kebab-case: its file, and the end of its consumer's name. */
  readonly file: string;
  readonly to: readonly SubscribedEvent[];
  /** Absent: as of every subscription (shared/events). */
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly retryMs?: readonly number[];
}

export interface SubscribedEvent {
  readonly service: string;
  readonly entity: string;
  /** camelCase, e.g. `moneyTransferred`. */
  readonly event: string;
}

export interface FileService extends ServiceBase {
  readonly kind: 'file';
  readonly storage: { readonly driver: 'local' | 's3' };
}

export type Service = GatewayService | ConfigService | DomainService | FileService;

export interface Entity {
  /** PascalCase, e.g. `Syllabus`. */
  readonly name: string;
  /** camelCase, e.g. `syllabus`. */
  readonly singular: string;
  /** camelCase plural, e.g. `syllabi`. */
  readonly plural: string;
  /** Path segment and scope prefix, kebab-case plural, e.g. `course-units`. */
  readonly path: string;
  /** snake_case plural, e.g. `course_units`. */
  readonly table: string;
  /** What it was called before: its table and rows are those. */
  readonly renamedFrom?: string;
  readonly fields: readonly Field[];
  /** A deletion marks its row, and nobody sees it any more. */
  readonly softDelete?: true;
  /** Resources tell who made and who last changed them. */
  readonly audit?: true;
  /** Names of fields that no two resources may have the same values of together. */
  readonly unique?: readonly (readonly string[])[];
  /** Names of what is found and sorted by together. */
  readonly indexes?: readonly (readonly string[])[];
  readonly list?: ListRules;
  /** Where they are other than `<path>:read` and `<path>:write`. */
  readonly scopes?: Readonly<Partial<Record<'create' | 'read' | 'update' | 'delete', string>>>;
  /** Of what `created`, `updated` and `deleted` carry. Absent: 1. */
  readonly eventVersion?: number;
  /** Beside `created`, `updated` and `deleted`. Absent: none. */
  readonly events?: readonly ExtraEvent[];
  readonly commands?: readonly Operation[];
  readonly queries?: readonly Operation[];
  /** Rows that it begins with, by profile and key; a reference is the key of another row, or an id. */
  readonly seeds?: Readonly<Record<string, Readonly<Record<string, SeedRow>>>>;
}

/** A command or a query of the config's own. */
export interface Operation {
  /** camelCase, e.g. `closeDay`. */
  readonly name: string;
  /** Its own path segment, e.g. `close-day`. */
  readonly path: string;
  readonly summary?: string;
  /** What a token must grant. */
  readonly scope: string;
  /** Fields without a column. */
  readonly input: readonly Field[];
  /** Absent: the resource itself; of a service nothing. */
  readonly output?: readonly Field[];
  /** Of an entity's command: names of events that it tells. */
  readonly emits?: readonly string[];
}

/** An event of the config's own. */
export interface ExtraEvent {
  /** camelCase, e.g. `moneyTransferred`. */
  readonly name: string;
  /** As in its type, e.g. `money-transferred`. */
  readonly verb: string;
  /** Of what it carries. Absent: 1. */
  readonly version?: number;
  /** Fields without a column. */
  readonly data: readonly Field[];
}

/** What lists can be asked for; of what is absent, all that there is. Names of fields. */
export interface ListRules {
  readonly filter?: readonly string[];
  readonly sort?: readonly string[];
  readonly search?: readonly string[];
  /** As in the query string: `-createdAt,name`. */
  readonly order?: string;
}

export type SeedRow = Readonly<Record<string, unknown>>;

interface FieldBase {
  /** camelCase, as in JSON. */
  readonly name: string;
  /** snake_case, as in the database. */
  readonly column: string;
  readonly required: boolean;
  readonly unique: boolean;
  /** Set by the service alone, not by clients. */
  readonly readOnly?: true;
  /** What it was called before: its values are those. */
  readonly renamedFrom?: string;
}

export interface StringField extends FieldBase {
  readonly type: 'string';
  readonly minLength?: number;
  /** At most 255 unless the config says otherwise. */
  readonly maxLength: number;
  /** Source of a regular expression, anchored by whoever wrote it. */
  readonly pattern?: string;
  readonly default?: string;
}

export interface TextField extends FieldBase {
  readonly type: 'text';
  readonly default?: string;
}

export interface IntegerField extends FieldBase {
  readonly type: 'integer';
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

/** A whole number that JSON and JavaScript carry exactly: within ±(2^53 - 1). */
export interface BigintField extends FieldBase {
  readonly type: 'bigint';
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

/** An exact number; in JSON a string with exactly `scale` digits after the point, e.g. `"12.50"`. */
export interface DecimalField extends FieldBase {
  readonly type: 'decimal';
  /** Digits in all. */
  readonly precision: number;
  /** Digits after the point. */
  readonly scale: number;
  readonly min?: string;
  readonly max?: string;
  readonly default?: string;
}

/** A day of the calendar, `YYYY-MM-DD`. */
export interface DateField extends FieldBase {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
  readonly default?: string;
}

/** A moment; taken in any offset, given in UTC with milliseconds. */
export interface DatetimeField extends FieldBase {
  readonly type: 'datetime';
  readonly default?: string;
}

/** In its canonical spelling, small letters. */
export interface UuidField extends FieldBase {
  readonly type: 'uuid';
  readonly default?: string;
}

export interface EmailField extends FieldBase {
  readonly type: 'email';
  readonly maxLength: number;
  readonly default?: string;
}

/** Of the schemes http and https. */
export interface UrlField extends FieldBase {
  readonly type: 'url';
  readonly maxLength: number;
  readonly default?: string;
}

/** A list of values of one type, kept as JSON. */
export interface ArrayField extends FieldBase {
  readonly type: 'array';
  readonly items: ScalarField;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly default?: readonly (string | number | boolean)[];
}

export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface EnumField extends FieldBase {
  readonly type: 'enum';
  readonly values: readonly string[];
  /** The name of the shared enum that they come from; absent: they are its own. */
  readonly shared?: string;
  readonly default?: string;
}

export interface JsonField extends FieldBase {
  readonly type: 'json';
}

export interface ReferenceField extends FieldBase {
  readonly type: 'reference';
  /** The owner of what is referenced, e.g. `subject-service` and `Subject`; inside, the service itself. */
  readonly service: string;
  readonly entity: string;
  /** Name under which reads embed the resource; absent: they do not. */
  readonly embed?: string;
  readonly onDelete: 'restrict' | 'nullify' | 'cascade';
  /** Inside: it holds a list of ids, in a table of its own. */
  readonly many?: true;
  /** It leads to an entity of the same service: a foreign key. */
  readonly inside?: true;
  /** Inside: the name of the list of what refers to one, below that one, e.g. `accounts`. */
  readonly inverse?: string;
  /** Inside, where what it leads to leads back here through other entities. */
  readonly circular?: true;
}

/** What a list can hold. */
export type ScalarField =
  | StringField
  | TextField
  | IntegerField
  | BigintField
  | DecimalField
  | BooleanField
  | DateField
  | DatetimeField
  | UuidField
  | EmailField
  | UrlField
  | EnumField;

export type Field = ScalarField | ArrayField | JsonField | ReferenceField;
