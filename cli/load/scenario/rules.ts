import type { Mistake as AnyMistake } from '../../config/mistake.ts';
import type { Entity, Fleet } from '../../config/model.ts';
import { nearest } from '../../config/nearest.ts';
import { parseThreshold } from '../result/threshold.ts';
import type { ScenarioCode } from './codes.ts';
import { ENTITY_VERBS } from './contract.ts';
import type { Draft, DraftAction } from './draft.ts';

type Mistake = AnyMistake<ScenarioCode>;

const DEEDS = [...ENTITY_VERBS, 'upload', 'download', 'request', 'sequence'] as const;

/** `service.Entity` → the entity. */
export function entitiesOf({ services }: Fleet): ReadonlyMap<string, Entity> {
  return new Map(
    services.flatMap((service) =>
      service.kind === 'domain' ? service.entities.map((each) => [`${service.name}.${each.name}`, each] as const) : [],
    ),
  );
}

/** What the schema cannot say. It has cut out what it refused, so anything may be missing. */
export function* mistakesIn(draft: Draft, fleet: Fleet): Iterable<Mistake> {
  const services = fleet.services.map(({ name }) => name);
  if (draft.target !== undefined && !services.includes(draft.target)) {
    const message = `the fleet has no service ${draft.target}`;
    yield { path: ['target'], code: 'unknown_service', message, suggestion: nearest(draft.target, services) };
  }
  for (const [index, { rate, from, to, steps }] of (draft.phases ?? []).entries()) {
    const path = ['phases', index];
    const ramp = from !== undefined && to !== undefined;
    if ((rate === undefined) === !ramp || (rate !== undefined && (from ?? to ?? steps) !== undefined)) {
      yield { path, code: 'one_rate', message: 'a phase has either `rate`, or `from` and `to`' };
    }
  }
  const actions = Object.entries(draft.actions ?? {});
  for (const [name, action] of actions) yield* ofAction(name, action, fleet);
  if (actions.length > 0 && actions.every(([, { weight = 1 }]) => weight === 0)) {
    yield { path: ['actions'], code: 'no_weight', message: 'no action has a weight, so none would ever be chosen' };
  }
  for (const [index, { if: text, action }] of (draft.thresholds ?? []).entries()) {
    if (text !== undefined && !parseThreshold(text)) {
      const message = `\`${text}\` is no threshold such as \`p99 < 50ms\`, \`error_rate < 0.1%\` or \`rate >= 0.99 of asked\``;
      yield { path: ['thresholds', index, 'if'], code: 'bad_threshold', message };
    }
    const names = actions.map(([name]) => name);
    if (action !== undefined && !names.includes(action)) {
      const message = `there is no action ${action}`;
      const suggestion = nearest(action, names);
      yield { path: ['thresholds', index, 'action'], code: 'unknown_action', message, suggestion };
    }
  }
}

function* ofAction(name: string, action: DraftAction, fleet: Fleet): Iterable<Mistake> {
  const path = ['actions', name];
  const deeds = DEEDS.filter((deed) => action[deed] !== undefined);
  if (deeds.length !== 1) yield { path, code: 'one_deed', message: `${name} needs one of ${DEEDS.join(', ')}` };
  const known = entitiesOf(fleet);
  for (const verb of ENTITY_VERBS) {
    const entity = action[verb];
    if (entity === undefined || known.has(entity)) continue;
    const suggestion = nearest(entity, [...known.keys()]);
    const message = `the fleet has no entity ${entity}; one is written as in \`orders-service.Order\``;
    yield { path: [...path, verb], code: 'unknown_entity', message, suggestion };
  }
  for (const deed of ['upload', 'download'] as const) {
    if (action[deed] === undefined || fleet.services.some(({ kind }) => kind === 'file')) continue;
    yield { path: [...path, deed], at: 'key', code: 'unknown_service', message: 'the fleet has no file service' };
  }
}
