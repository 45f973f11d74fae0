import type { RouteRule } from '../../../shared/gateway/settings/index.ts';
import { covers, shapeOf } from '../../../shared/gateway/settings/paths.ts';
import { namesOf } from '../derive.ts';
import type { Draft } from '../draft.ts';
import type { Mistake, Path } from '../mistake.ts';
import { kebabCase } from '../names.ts';
import { nearest } from '../nearest.ts';
import { takenPaths } from './entity-names.ts';
import { entitiesOf, type Rule, servicesOf } from './rule.ts';

interface RulePlace {
  readonly rule: Partial<RouteRule>;
  readonly path: Path;
}

/** Each rule of the gateway holds for something, is answered by somebody, and does not contradict itself. */
export const gatewayRoutes: Rule = function* (draft) {
  for (const { name, service, path } of servicesOf(draft)) {
    const rules = (service.routes ?? []).map((rule, index) => ({ rule, path: [...path, 'routes', index] }));
    yield* doubles(rules);
    yield* lost(rules, draft);
    for (const each of rules) {
      yield* targetOf(each, name, draft);
      yield* accessOf(each);
    }
  }
};

function* doubles(rules: readonly RulePlace[]): Iterable<Mistake> {
  const seen = new Map<string, Partial<RouteRule>>();
  for (const { rule, path } of rules) {
    if (rule.path === undefined) continue;
    const key = JSON.stringify([shapeOf(rule.path), rule.methods?.toSorted()]);
    const other = seen.get(key);
    if (other !== undefined) {
      const message = `there is a rule for \`${other.path}\` and the same methods already`;
      yield { path: [...path, 'path'], code: 'duplicate_route', message };
    }
    seen.set(key, rule);
  }
}

/** A rule may stand for what somebody owns, for what lies below that, or for all that lies below the rule. */
function* lost(rules: readonly RulePlace[], draft: Draft): Iterable<Mistake> {
  const made = rules.flatMap(({ rule }) => (rule.target !== undefined && rule.path !== undefined ? [rule.path] : []));
  const owned = [...ownedPaths(draft), ...made];
  for (const { rule, path } of rules) {
    const of = rule.path;
    if (of === undefined || owned.some((each) => covers(each, of) || covers(of, each))) continue;
    const message = `no service of the fleet has \`${of}\`, and the rule names no \`target\``;
    yield { path: [...path, 'path'], code: 'route_of_nobody', message, suggestion: nearest(of, owned) };
  }
}

function* ownedPaths(draft: Draft): Iterable<string> {
  for (const [segment] of takenPaths(draft)) yield `/api/v1/${segment}`;
  for (const { name, entity } of entitiesOf(draft)) yield `/api/v1/${namesOf(name, entity.plural).path}`;
  for (const { service } of servicesOf(draft)) {
    for (const operation of Object.keys({ ...service.commands, ...service.queries })) {
      yield `/api/v1/${kebabCase(operation)}`;
    }
  }
}

function* targetOf({ rule: { target }, path: of }: RulePlace, gateway: string, draft: Draft): Iterable<Mistake> {
  if (target === undefined || target.includes('://')) return;
  const path = [...of, 'target'];
  const others = Object.keys(draft.services ?? {}).filter((name) => name !== gateway);
  if (target === gateway) {
    yield { path, code: 'unknown_service', message: `\`${target}\` is the gateway itself` };
  } else if (!others.includes(target)) {
    const message = `the fleet has no service \`${target}\``;
    yield { path, code: 'unknown_service', message, suggestion: nearest(target, others) };
  }
}

function* accessOf({ rule, path: of }: RulePlace): Iterable<Mistake> {
  const asked = (['scope', 'roles'] as const).filter((key) => rule[key] !== undefined);
  if (!rule.public || asked.length === 0) return;
  const message = `who is let in without a token cannot be asked for \`${asked.join('` and `')}\``;
  yield { path: [...of, 'public'], code: 'open_and_guarded', message };
}
