import { type Outline, requireEntity, requireService } from '../outline.ts';
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
  const to = events.map((event) => eventName(outline, event));
  const path = ['services', service, 'subscribes'];
  return {
    splices: insert(source, path, { [name]: { to } }),
    what: `subscriber ${name} of ${service} to ${to.join(', ')}`,
  };
}

function eventName(outline: Outline, event: string): string {
  const [entity = '', verb, ...rest] = event.split('.');
  if (rest.length > 0 || verb === undefined || !/^[A-Z]/.test(entity)) return event;
  const { service } = requireEntity(outline, entity);
  return `${service}.${event}`;
}
