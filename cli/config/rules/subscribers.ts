import type { Draft } from '../draft.ts';
import { eventNamed, standardEvents } from '../events.ts';
import type { Mistake } from '../mistake.ts';
import { kebabCase } from '../names.ts';
import { nearest } from '../nearest.ts';
import { FILE_ENTITY } from '../reserved.ts';
import { type Rule, servicesOf } from './rule.ts';

/** Subscribers have files of their own, and what they listen to is told by somebody. */
export const subscribers: Rule = function* (draft) {
  const known = new Map(publishersOf(draft));
  for (const { name: service, service: of, path } of servicesOf(draft)) {
    const files = new Map<string, string>();
    for (const [name, { to = [] }] of Object.entries(of.subscribes ?? {})) {
      const place = [...path, 'subscribes', name];
      const other = files.get(kebabCase(name));
      if (other !== undefined) {
        const message = `the code of \`${name}\` would be called as that of \`${other}\``;
        yield { path: place, at: 'key', code: 'name_taken', message };
      }
      files.set(kebabCase(name), name);
      for (const [index, text] of to.entries()) {
        if (to.indexOf(text) < index) {
          yield { path: [...place, 'to', index], code: 'duplicate_value', message: `\`${text}\` is listed twice` };
        }
        yield* unknownIn(text, service, known, [...place, 'to', index]);
      }
    }
  }
};

/** By service, then entity: the events that there are. */
type Known = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

function* unknownIn(text: string, within: string, known: Known, path: Mistake['path']): Iterable<Mistake> {
  const { service, entity, event } = eventNamed(text, within);
  const prefix = text.startsWith(`${service}.`) ? `${service}.` : '';
  const meant = (candidates: Iterable<string>) => nearest(text, candidates);
  const entities = known.get(service);
  const events = entities?.get(entity);
  if (!entities) {
    const all = [...known].flatMap(([owner, of]) =>
      [...of].flatMap(([name, names]) => names.map((each) => `${owner}.${name}.${each}`)),
    );
    const elsewhere = all.find((each) => each.endsWith(`.${entity}.${event}`));
    const message = `the fleet has no service \`${service}\` that tells events`;
    yield { path, code: 'unknown_service', message, suggestion: meant(all) ?? elsewhere };
  } else if (!events) {
    const names = [...entities].flatMap(([name, of]) => of.map((each) => `${prefix}${name}.${each}`));
    const message = `\`${service}\` has no entity \`${entity}\``;
    yield { path, code: 'unknown_entity', message, suggestion: meant(names) };
  } else if (!events.includes(event)) {
    const suggestion = nearest(event, events);
    const message = `\`${entity}\` has no event \`${event}\`, only ${events.join(', ')}`;
    yield {
      path,
      code: 'unknown_event',
      message,
      ...(suggestion !== undefined && { suggestion: `${prefix}${entity}.${suggestion}` }),
    };
  }
}

function* publishersOf(draft: Draft): Iterable<[service: string, Map<string, string[]>]> {
  for (const { name, service } of servicesOf(draft)) {
    if (service.kind === 'file') yield [name, new Map([[FILE_ENTITY, [...standardEvents('file')]]])];
    if (service.kind !== 'domain') continue;
    const entities = Object.entries(service.entities ?? {}).map(([entity, { events = {} }]): [string, string[]] => {
      return [entity, [...standardEvents('domain'), ...Object.keys(events)]];
    });
    yield [name, new Map(entities)];
  }
}
