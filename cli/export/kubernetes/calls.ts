import type { Fleet, Service } from '../../config/model.ts';
import { graphOf, serviceOf } from '../../graph/of-fleet.ts';

/** Who calls whom, as the config declares it. */
export interface Calls {
  /** Names of those that call it, in the order of the config. */
  callersOf(service: string): readonly Service[];
  calledBy(service: string): readonly Service[];
}

/** The gateway calls everybody, everybody the config service; a referrer asks owners, and an owner asks before a deletion who refers. */
export function callsOf(fleet: Fleet): Calls {
  const { services, references } = graphOf(fleet);
  const pairs = new Set<string>();
  const add = (from: string, to: string) => from !== to && pairs.add(`${from} ${to}`);
  for (const { name, serves } of services) for (const served of serves) add(name, served);
  for (const { name, kind } of fleet.services) {
    if (kind === 'config') for (const each of fleet.services) add(each.name, name);
  }
  for (const { from, to } of references) {
    add(serviceOf(from), serviceOf(to));
    add(serviceOf(to), serviceOf(from));
  }
  return {
    callersOf: (service) => fleet.services.filter(({ name }) => pairs.has(`${name} ${service}`)),
    calledBy: (service) => fleet.services.filter(({ name }) => pairs.has(`${service} ${name}`)),
  };
}
