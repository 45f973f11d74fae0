import { type Outline, referenceTo, requireService } from '../outline.ts';
import { insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';
import { refuseSecond } from './refusals.ts';

export interface SubscriberWish {
  readonly service: string;
  readonly name: string;
  /** Each `<service>.<Entity>.<event>`, or `<Entity>.<event>`. */
  readonly events: readonly string[];
}

export function addSubscriber({ source, outline }: Config, { service, name, events }: SubscriberWish): Addition {
  refuseSecond('subscriber', name, requireService(outline, service).subscribes);
  const to = events.map((event) => eventName(outline, service, event));
  const path = ['services', service, 'subscribes'];
  return {
    splices: insert(source, path, { [name]: { to } }),
    what: `subscriber ${name} of ${service} to ${to.join(', ')}`,
  };
}

/** As a service names it: by its own service too, unless that is the one. */
function eventName(outline: Outline, from: string, event: string): string {
  const [entity = '', verb, ...rest] = event.split('.');
  if (rest.length > 0 || verb === undefined || !/^[A-Z]/.test(entity)) return event;
  return `${referenceTo(outline, from, entity)}.${verb}`;
}
