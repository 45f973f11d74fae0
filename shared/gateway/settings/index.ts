import { type Compression, type Cors, compression, cors, securityHeaders, validation } from './answers.ts';
import { type ApiKey, apiKeys } from './api-keys.ts';
import { type Issuer, issuers } from './issuers.ts';
import {
  type Concurrency,
  concurrency,
  type Limits,
  limits,
  type RateLimit,
  rateLimit,
  type Shedding,
  shedding,
} from './limits.ts';
import { type ResponseCacheSettings, responseCache } from './response-cache.ts';
import { type RouteRule, routes } from './route-rules.ts';
import type { SettingSchema } from './schema.ts';
import { trustedProxies } from './trusted-proxies.ts';

export type { Compression, Cors } from './answers.ts';
export { API_KEY_SUBJECT, type ApiKey } from './api-keys.ts';
export { ROLE_PATTERN, SCOPE_PATTERN } from './grants.ts';
export type { Issuer } from './issuers.ts';
export type { Concurrency, Limits, RateLimit, Shedding } from './limits.ts';
export { bySpecificity, common, covers, segmentsOf, shapeOf } from './paths.ts';
export { HOP_BY_HOP } from './protected-headers.ts';
export { MAX_KEPT_MS, type ResponseCacheSettings } from './response-cache.ts';
export type { BodyRules, Fallback, NameRules, RouteRule } from './route-rules.ts';
export type { SettingSchema } from './schema.ts';

/** What can be changed while a gateway runs, beside what every service has. */
export interface GatewaySettings {
  /** Further attempts after the first, of requests that may be repeated: a setting that every service has. */
  readonly retries: number;
  /** Milliseconds that a service may be silent, before its answer or in the midst of it. */
  readonly silenceMs: number;
  readonly rateLimit: RateLimit;
  readonly concurrency: Concurrency;
  readonly limits: Limits;
  readonly shedding: Shedding;
  /** Addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly cors: Cors;
  readonly securityHeaders: boolean;
  readonly compression: Compression;
  readonly validation: boolean;
  readonly issuers: readonly Issuer[];
  readonly apiKeys: readonly ApiKey[];
  readonly responseCache: ResponseCacheSettings;
  readonly routes: readonly RouteRule[];
}

const silenceMs: SettingSchema = {
  title: 'Silence',
  description:
    'Milliseconds that a service may be silent, before its answer or in the midst of it, and that a client may read nothing of one.',
  type: 'integer',
  minimum: 1,
  maximum: 3_600_000,
  default: 60_000,
};

// Not shared/settings' own type: the CLI would have to compile all that it stands beside.
type Schemas = Readonly<Record<string, SettingSchema>>;

/** The schema of each setting: what config-service checks, and what the config may say of a gateway. */
export const gatewaySettings: Schemas & Readonly<Record<Exclude<keyof GatewaySettings, 'retries'>, SettingSchema>> = {
  silenceMs,
  rateLimit,
  concurrency,
  limits,
  shedding,
  trustedProxies,
  cors,
  securityHeaders,
  compression,
  validation,
  issuers,
  apiKeys,
  responseCache,
  routes,
};

/** The same, with what the config says in place of defaults. */
export function settingsWith(given: Readonly<Record<string, unknown>>): Schemas {
  return Object.fromEntries(
    Object.entries(gatewaySettings).map(([name, schema]) => [
      name,
      Object.hasOwn(given, name) ? { ...schema, default: given[name] } : schema,
    ]),
  );
}
