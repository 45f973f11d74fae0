import type { Entity } from './model.ts';
import { kebabCase } from './names.ts';

/** Those that every entity tells, and a file service of its files. */
const STANDARD = ['created', 'updated', 'deleted'];
const OF_FILES = ['uploaded', 'updated', 'deleted'];

export function standardEvents(kind: 'domain' | 'file'): readonly string[] {
  return kind === 'file' ? OF_FILES : STANDARD;
}

/** `bank-service.Account.updated`, or within the service `Account.updated`. */
export function eventNamed(text: string, within: string): { service: string; entity: string; event: string } {
  const parts = text.split('.');
  const [event = '', entity = '', service = within] = parts.reverse();
  return { service, entity, event };
}

/** `account.money-transferred`: the middle of its type. `singular` is the entity's name in camelCase. */
export function eventName(singular: string, event: string): string {
  return `${kebabCase(singular)}.${kebabCase(event)}`;
}

/** How the event travels: `bank.bank-service.account.money-transferred.v1`. */
export function eventType(fleet: string, service: string, singular: string, event: string, version: number): string {
  return `${fleet}.${service}.${eventName(singular, event)}.v${version}`;
}

type Versioned = Pick<Entity, 'events' | 'eventVersion'>;

/** Of what an event of the entity carries. */
export function versionOf({ events = [], eventVersion = 1 }: Versioned, event: string): number {
  const extra = events.find(({ name }) => name === event);
  return extra ? (extra.version ?? 1) : eventVersion;
}
