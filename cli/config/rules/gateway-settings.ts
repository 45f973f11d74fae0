import { MAX_KEPT_MS } from '../../../shared/gateway/settings/response-cache.ts';
import type { DraftService } from '../draft.ts';
import type { Mistake, Path } from '../mistake.ts';
import { type Rule, servicesOf } from './rule.ts';

type Settings = Pick<DraftService, 'rateLimit' | 'concurrency' | 'responseCache'>;

/** What a gateway is told fits together: in its settings, and in each rule with those laid under it. */
export const gatewaySettings: Rule = function* (draft) {
  for (const { service, path } of servicesOf(draft)) {
    yield* corsOf(service, [...path, 'cors']);
    yield* doublesOf(service.issuers ?? [], [...path, 'issuers']);
    yield* limitsOf(service, {}, path);
    yield* keptOf(service.responseCache, undefined, [...path, 'responseCache']);
    for (const [index, { cache, ...rule }] of (service.routes ?? []).entries()) {
      const place = [...path, 'routes', index];
      yield* limitsOf(rule, service, place);
      yield* keptOf(cache, service.responseCache, [...place, 'cache']);
      if (rule.webSocket && rule.methods?.includes('GET') === false) {
        const message = 'a WebSocket begins as a GET, which is none of the `methods` of the rule';
        yield { path: [...place, 'webSocket'], code: 'no_effect', message };
      }
      if (cache?.ttlMs && rule.methods?.includes('GET') === false) {
        const message = 'only answers to GET are kept, which is none of the `methods` of the rule';
        yield { path: [...place, 'cache'], code: 'no_effect', message };
      }
      if (rule.validate && rule.target?.includes('://')) {
        const message = `nobody knows the OpenAPI document of ${rule.target}`;
        yield { path: [...place, 'validate'], code: 'no_effect', message };
      }
    }
  }
};

function* corsOf({ cors }: DraftService, path: Path): Iterable<Mistake> {
  if (!cors?.credentials) return;
  const any = cors.origins?.indexOf('*') ?? -1;
  if (any >= 0) {
    const message = 'with `credentials` each origin has to be named: browsers send none to `*`';
    yield { path: [...path, 'origins', any], code: 'wildcard_credentials', message };
  } else if (!cors.origins?.length) {
    yield { path: [...path, 'credentials'], code: 'no_effect', message: 'no page may call: there are no `origins`' };
  }
}

/** Who signs is found by its name and by what its tokens say. */
function* doublesOf(issuers: NonNullable<DraftService['issuers']>, path: Path): Iterable<Mistake> {
  for (const [index, issuer] of issuers.entries()) {
    for (const key of ['name', 'issuer'] as const) {
      const first = issuers.findIndex((other) => other[key] !== undefined && other[key] === issuer[key]);
      if (first === -1 || first === index) continue;
      const message = `there is an issuer with this \`${key}\` already`;
      yield { path: [...path, index, key], code: 'duplicate_value', message };
    }
    const { algorithms = [] } = issuer;
    for (const [at, algorithm] of algorithms.entries()) {
      if (algorithms.indexOf(algorithm) === at) continue;
      const message = `\`${algorithm}\` is listed twice`;
      yield { path: [...path, index, 'algorithms', at], code: 'duplicate_value', message };
    }
  }
}

/** What a limit says beside its number is of no use without one, from whichever of the two places. */
function* limitsOf(own: Settings, below: Settings, path: Path): Iterable<Mistake> {
  for (const key of ['rateLimit', 'concurrency'] as const) {
    const limit = own[key];
    if (limit === undefined || limit.requests !== undefined || below[key]?.requests) continue;
    const [idle] = Object.keys(limit);
    if (idle === undefined) continue;
    const message = `\`${idle}\` does nothing without \`requests\`: there is no limit`;
    yield { path: [...path, key, idle], at: 'key', code: 'no_effect', message };
  }
}

function* keptOf(own: Settings['responseCache'], below: Settings['responseCache'], path: Path): Iterable<Mistake> {
  if (own === undefined) return;
  const { ttlMs = 0, staleMs = 0, staleIfErrorMs = 0 } = { ...below, ...own };
  const idle = (['staleMs', 'staleIfErrorMs'] as const).find((key) => own[key]);
  if (ttlMs === 0 && own.ttlMs === undefined && idle !== undefined) {
    const message = `\`${idle}\` does nothing without \`ttlMs\`: nothing is kept`;
    yield { path: [...path, idle], at: 'key', code: 'no_effect', message };
  } else if (ttlMs + staleMs + staleIfErrorMs > MAX_KEPT_MS) {
    const message = `${ttlMs + staleMs + staleIfErrorMs} ms in all, and nothing is kept longer than ${MAX_KEPT_MS} ms`;
    yield { path, code: 'kept_too_long', message };
  }
}
