import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Scenario } from '../load/scenario/contract.ts';
import { VERBS, type Verb } from './figures/contract.ts';

/** A part of the arrivals: shares of a mix add up to 1. */
export interface Share {
  readonly verb: Verb;
  /** The service that owns what is asked for. */
  readonly service: string;
  readonly share: number;
}

/** The weights of a scenario of `aurora load`. @throws AuroraError `unmeasured_action` */
export function mixOfScenario({ name, actions }: Pick<Scenario, 'name' | 'actions'>, fleet: Fleet): readonly Share[] {
  const weights = actions.map(({ name: action, weight, does }) => {
    if (does.verb === 'requests') {
      throw new AuroraError('unmeasured_action', `The action ${action} of ${name} sends requests of its own.`, {
        exit: 'usage',
        details: [`There are figures for ${VERBS.join(', ')}.`],
        next: 'aurora plan --mix read=80,page=15,create=5 --rps …',
      });
    }
    const service = 'entity' in does ? (does.entity.split('.')[0] as string) : fileServiceOf(fleet);
    return { verb: does.verb, service, share: weight };
  });
  return shares(weights);
}

/** Weights of kinds of actions, spread evenly over all entities. @throws AuroraError `unknown_action`, `nothing_to_ask` */
export function mixOfWeights(weights: ReadonlyMap<string, number>, fleet: Fleet): readonly Share[] {
  const owners = fleet.services.flatMap((service) =>
    service.kind === 'domain' ? service.entities.map(() => service.name) : [],
  );
  const all = [...weights].flatMap(([verb, weight]) => {
    if (!isVerb(verb)) throw unknownAction(verb);
    const asked = verb === 'upload' || verb === 'download' ? [fileServiceOf(fleet)] : owners;
    if (asked.length === 0) throw nothing(verb, 'no service has an entity');
    return asked.map((service) => ({ verb, service, share: weight / asked.length }));
  });
  return shares(all);
}

/** `read=80,create=20` → weights; undefined: it is no such list. */
export function parseMix(text: string): ReadonlyMap<string, number> | undefined {
  const parts = text.split(',').map((part) => /^\s*(\w+)=(\d{1,6}(?:\.\d{1,6})?)\s*$/.exec(part));
  const weights = new Map(parts.map((part) => [part?.[1] ?? '', Number(part?.[2])]));
  const isWhole = parts.every((part) => part !== null) && weights.size === parts.length;
  return isWhole && [...weights.values()].some((weight) => weight > 0) ? weights : undefined;
}

function shares(weighed: readonly Share[]): readonly Share[] {
  const total = sumOf(weighed);
  // Several entities of a service are asked alike.
  const alike = Map.groupBy(weighed, ({ verb, service }) => `${verb} ${service}`);
  return [...alike.values()]
    .map((all) => ({ ...(all[0] as Share), share: sumOf(all) / total }))
    .filter(({ share }) => share > 0);
}

function sumOf(all: readonly Share[]): number {
  return all.reduce((sum, { share }) => sum + share, 0);
}

function fileServiceOf({ services }: Fleet): string {
  const files = services.find(({ kind }) => kind === 'file');
  if (!files) throw nothing('upload', 'it has no file service');
  return files.name;
}

const isVerb = (verb: string): verb is Verb => (VERBS as readonly string[]).includes(verb);

function unknownAction(verb: string): AuroraError {
  return new AuroraError('unknown_action', `There are no figures for ${verb}.`, {
    exit: 'usage',
    details: [`A mix is made of ${VERBS.join(', ')}.`],
    next: 'aurora plan --mix read=80,page=15,create=5 --rps …',
  });
}

function nothing(verb: string, why: string): AuroraError {
  return new AuroraError('nothing_to_ask', `The fleet has nothing to ${verb}: ${why}.`, {
    exit: 'usage',
    next: 'aurora graph, to see what it has',
  });
}
