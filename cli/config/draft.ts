import type {
  Concurrency,
  Cors,
  Issuer,
  RateLimit,
  ResponseCacheSettings,
  RouteRule,
} from '../../shared/gateway/settings/index.ts';
import type { EntityScopes } from './entity-scopes.ts';
import type {
  DatabaseEngine,
  DeploySettings,
  Field,
  ListRules,
  LogLevel,
  Monitoring,
  Resources,
  RuntimeName,
  Service,
  SwarmSettings,
} from './model.ts';

/** The config as written: what the schema admits, before names are derived and defaults filled in. */
export interface Config {
  version: 1;
  name: string;
  runtime?: RuntimeName | 'auto';
  infrastructure?: {
    database?: { engine?: DatabaseEngine };
    broker?: { engine?: 'rabbitmq' };
    cache?: { engine?: 'none' | 'redis' };
    monitoring?: MonitoringConfig;
  };
  defaults?: { timeoutMs?: number; retries?: number; logLevel?: LogLevel };
  images?: { registry?: string };
  deploy?: Partial<DeploySettings>;
  observability?: {
    traces?: { sample?: number; log?: boolean };
    otlp?: { endpoint?: string; logs?: boolean };
  };
  swarm?: Partial<SwarmSettings>;
  enums?: Record<string, string[]>;
  services: Record<string, ServiceConfig>;
}

export type MonitoringConfig =
  | boolean
  | (Partial<Omit<Monitoring, 'slo'>> & { readonly slo?: Partial<Monitoring['slo']> });

export interface SubscriberConfig {
  to?: string[];
  concurrency?: number;
  timeoutMs?: number;
  retryMs?: number[];
}

export interface ServiceConfig {
  kind: Service['kind'];
  port: number;
  replicas?: number;
  resources?: Partial<Resources>;
  entities?: Record<string, EntityConfig>;
  commands?: Record<string, OperationConfig>;
  queries?: Record<string, OperationConfig>;
  subscribes?: Record<string, SubscriberConfig>;
  storage?: { driver?: 'local' | 's3' };
  rateLimit?: Partial<RateLimit>;
  concurrency?: Partial<Concurrency>;
  cors?: Partial<Cors>;
  responseCache?: Partial<ResponseCacheSettings>;
  issuers?: Partial<Issuer>[];
  routes?: Partial<RouteRule>[];
  workers?: number;
}

/** By profile, key and field. */
export type SeedsConfig = Record<string, Record<string, Record<string, unknown>>>;

export interface EntityConfig {
  plural?: string;
  renamedFrom?: string;
  softDelete?: boolean;
  audit?: boolean;
  unique?: string[][];
  indexes?: string[][];
  seeds?: SeedsConfig;
  fields: Record<string, FieldConfig>;
  list?: ListRules;
  scopes?: Partial<EntityScopes>;
  eventVersion?: number;
  events?: Record<string, EventConfig>;
  commands?: Record<string, OperationConfig>;
  queries?: Record<string, OperationConfig>;
}

/** A command or a query, of an entity or of a service. */
export interface OperationConfig {
  summary?: string;
  scope?: string;
  input?: Record<string, FieldConfig>;
  output?: Record<string, FieldConfig>;
  /** Of a command of an entity. */
  emits?: string[];
}

/** An event beside those that every entity has. */
export interface EventConfig {
  version?: number;
  data?: Record<string, FieldConfig>;
}

/** What each type of field may say is told by its own file in fields/. */
export type FieldConfig = {
  type?: Field['type'];
  references?: string;
  required?: boolean;
  unique?: boolean;
  readOnly?: boolean;
  renamedFrom?: string;
} & Record<string, unknown>;

/** The config while it is being checked: what the schema refused is cut out, what is left has the right type. */
export type Draft = Partial<Omit<Config, 'services'>> & { services?: Record<string, DraftService> };
export type DraftService = Partial<Omit<ServiceConfig, 'entities'>> & { entities?: Record<string, DraftEntity> };
export type DraftEntity = Partial<EntityConfig>;
