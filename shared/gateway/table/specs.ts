import { bySpecificity, common, covers, type RouteRule, shapeOf } from '../settings/index.ts';
import type { Route } from './route.ts';

/** What holds for some methods of a path and all below it, all rules taken together. */
export interface RouteSpec {
  /** As the router spells it; names the route in metrics and logs. */
  readonly path: string;
  readonly methods: readonly string[];
  /** Who answers: as the registry calls it, or a URL. */
  readonly service: string;
  /** What a token must grant; null: no token is needed; undefined: any token will do. */
  readonly scope: string | null | undefined;
  /** Whether kept answers of the paths in `touches` may be stale after it. */
  readonly writes: boolean;
  readonly touches: readonly string[];
  /** Whether its answers may be kept at all. */
  readonly kept: boolean;
  /** The rules that its limits come from: whatever a rule holds for shares what it allows. Absent: the gateway's own. */
  readonly limitedBy: { readonly rateLimit: string | undefined; readonly concurrency: string | undefined };
  /** Everything else that rules say of it. */
  readonly rule: Omit<RouteRule, 'path' | 'methods' | 'target' | 'scope' | 'public'>;
}

const READS = ['GET', 'HEAD'];
const WRITES = ['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const METHODS = [...READS, ...WRITES];

/**
 * The routes of the fleet under the rules laid over them, and those that rules alone make. A rule holds for its path and all below it;
 * of two, the one of the longer path wins, of two of the same path the later. What is spelled out counts as longer than a parameter.
 *
 * @param onLost called for a rule whose path belongs to nobody, and that names no target
 */
export function specsOf(
  routes: readonly Route[],
  rules: readonly RouteRule[],
  onLost: (rule: RouteRule) => void,
): RouteSpec[] {
  const ordered = rules.toSorted((one, other) => bySpecificity(one.path, other.path));
  const specs: RouteSpec[] = [];
  for (const path of pathsOf([...routes, ...rules])) {
    const found = METHODS.map((method) => specOf(path, method, routes, ordered)).filter((spec) => spec !== undefined);
    specs.push(...alike(found));
  }
  for (const rule of rules) {
    if (rule.target === undefined && !specs.some(({ path }) => covers(rule.path, path))) onLost(rule);
  }
  return specs;
}

/** With those for which several hold: a router that has found what is spelled out does not look at parameters any more. */
function pathsOf(known: readonly { readonly path: string }[]): Iterable<string> {
  const paths = new Map(known.map(({ path }) => [shapeOf(path), path]));
  // What is added is looked at as well.
  for (const path of paths.values()) {
    if (!path.includes('/:')) continue;
    for (const other of [...paths.values()]) {
      const both = common(path, other);
      if (both !== undefined && !paths.has(shapeOf(both))) paths.set(shapeOf(both), both);
    }
  }
  return paths.values();
}

function specOf(
  path: string,
  method: string,
  routes: readonly Route[],
  ordered: readonly RouteRule[],
): RouteSpec | undefined {
  const owner = ownerOf(path, method, routes);
  const applying = ordered.filter((rule) => covers(rule.path, path) && (rule.methods?.includes(method) ?? true));
  const merged: Partial<RouteRule> = Object.assign({}, ...applying.map(closing));
  const { path: _path, methods: _methods, target: service = owner?.service, scope, public: open, ...rule } = merged;
  if (service === undefined) return undefined;
  // Nobody has said who may use a method that the path's own service does not answer.
  const isAdded = owner === undefined && routes.some((route) => covers(route.path, path));
  if (isAdded && scope === undefined && !open) return undefined;
  const own = owner && scopeOf(owner, method);
  return {
    path,
    methods: [method],
    service,
    scope: open ? null : (scope ?? own),
    writes: WRITES.includes(method) && method !== 'OPTIONS',
    touches: owner?.touches ?? [owner?.path ?? path],
    kept: owner?.kept !== false,
    limitedBy: { rateLimit: lastToSay('rateLimit', applying), concurrency: lastToSay('concurrency', applying) },
    rule,
  };
}

/** Who says what a token must grant takes back that nobody needs one, and the other way round. */
function closing(rule: RouteRule): Partial<RouteRule> {
  if (rule.public) return { roles: undefined, ...rule };
  return rule.scope === undefined ? rule : { public: false, ...rule };
}

/** Names the rule whose word on `key` counts. */
function lastToSay(key: keyof RouteRule, rules: readonly RouteRule[]): string | undefined {
  const rule = rules.findLast((each) => each[key] !== undefined);
  return rule && [...(rule.methods ? [rule.methods.join(',')] : []), rule.path].join(' ');
}

/** The route of the longest path at or above this one, if it answers the method: what it does not answer, nobody above it does. */
function ownerOf(path: string, method: string, routes: readonly Route[]): Route | undefined {
  const above = routes
    .filter((route) => covers(route.path, path))
    .toSorted((one, other) => bySpecificity(other.path, one.path));
  const [nearest] = above;
  return above.find(
    (route) => bySpecificity(route.path, (nearest as Route).path) === 0 && scopeOf(route, method) !== undefined,
  );
}

function scopeOf({ read, write, writes = {} }: Route, method: string): string | null | undefined {
  if (READS.includes(method)) return read;
  return Object.hasOwn(writes, method) ? writes[method] : write;
}

/** Methods of one path of which the same holds, together. */
function alike(specs: readonly RouteSpec[]): RouteSpec[] {
  const groups = Map.groupBy(specs, ({ methods: _, ...spec }) => JSON.stringify([spec, spec.scope === undefined]));
  return [...groups.values()].map((group) => ({
    ...(group[0] as RouteSpec),
    methods: group.flatMap(({ methods }) => methods),
  }));
}
