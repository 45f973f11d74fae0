import type { Fleet, Service } from '../../../config/model.ts';
import { AuroraError } from '../../../errors.ts';
import { printJson } from '../../format/json.ts';
import { once } from '../view/once.ts';
import { joinContracts } from './join.ts';
import { type PublishedEvent, publishedBy, type Said } from './published.ts';
import { type Contract, type DataSchema, DRAFT } from './schema.ts';

/** The folder of the fleet that holds them, one folder a service. */
const FOLDER = 'contracts/events';

/** What stands in the fleet's folder. */
export interface Standing {
  /** File names in a folder. */
  list(folder: string): readonly string[];
  /** Null if there is no such file. */
  read(path: string): string | null;
}

/** What nobody has promised anything in. */
export const NOTHING_STANDS: Standing = { list: () => [], read: () => null };

/** What a change of the config would break for those who listen. */
export interface Break {
  readonly said: Said;
  /** The contract that it breaks, as a file of the fleet. */
  readonly contract: string;
  /** A sentence each. */
  readonly differences: readonly string[];
  /** The version that may have them. */
  readonly next: number;
}

/** One event with all versions of it that there are contracts for. */
export interface EventContracts {
  readonly event: PublishedEvent;
  /** Ascending; the last one is sent, the others may be under way still. */
  readonly versions: readonly number[];
  path(version: number): string;
  text(version: number): string;
  contract(version: number): Contract;
  readonly breaks: Break | null;
}

export interface Contracts {
  /** All that a service tells. */
  by(service: string): readonly EventContracts[];
  /** @param name `account.money-transferred` */
  of(service: string, name: string): EventContracts;
}

/** Pure: what is said of events now, and of their earlier versions by what stands. */
export function contractsOf(fleet: Fleet, standing: Standing): Contracts {
  const services = new Map(
    fleet.services.map((service) => [service.name, once((of: Fleet) => eventsOf(service, of, standing))] as const),
  );
  const by = (service: string) => services.get(service)?.(fleet) ?? [];
  return {
    by,
    of: (service, name) => {
      const found = by(service).find(({ event }) => event.name === name);
      if (!found) throw new Error(`${service} tells no ${name}`);
      return found;
    },
  };
}

/** What of a fleet would break those who listen to what was told before. */
export function breaksOf(fleet: Fleet, standing: Standing): readonly Break[] {
  const { by } = contractsOf(fleet, standing);
  return fleet.services.flatMap(({ name }) => by(name)).flatMap(({ breaks }) => breaks ?? []);
}

function eventsOf(service: Service, fleet: Fleet, standing: Standing): readonly EventContracts[] {
  const folder = `${FOLDER}/${service.name}`;
  const files = standing.list(folder);
  return publishedBy(service, fleet).map((event) => {
    const known = files.filter((file) => file.startsWith(`${event.name}.v`)).flatMap(versionIn);
    return eventContracts(event, known, standing);
  });
}

/** `account.created.v2.json` */
function versionIn(file: string): number[] {
  const version = /\.v([1-9]\d{0,2})\.json$/.exec(file)?.[1];
  return version === undefined ? [] : [Number(version)];
}

function eventContracts(event: PublishedEvent, known: readonly number[], standing: Standing): EventContracts {
  const { service, name, version: current } = event;
  const path = (version: number) => `${FOLDER}/${service}/${name}.v${version}.json`;
  const now = print(event, event.data);
  const committed = known.includes(current) ? standing.read(path(current)) : null;
  const joined =
    committed === null || committed === now || event.said === null
      ? { text: now, differences: [] }
      : joinedWith(event, parse(committed, path(current)));
  const newest = Math.max(current, ...known);
  const differences = newest > current ? [`v${newest} was told before: ${path(newest)}`] : joined.differences;
  const text = (version: number) => (version === current ? joined.text : (standing.read(path(version)) ?? ''));
  return {
    event,
    versions: [...known.filter((version) => version < current).toSorted((a, b) => a - b), current],
    path,
    text,
    contract: (version) => parse(text(version), path(version)),
    breaks:
      event.said && differences.length > 0
        ? {
            said: event.said,
            contract: path(newest),
            differences,
            next: Math.max(newest, current + 1),
          }
        : null,
  };
}

function joinedWith(event: PublishedEvent, committed: Contract): { text: string; differences: readonly string[] } {
  const now = JSON.parse(JSON.stringify(event.data)) as DataSchema;
  const { schema, breaks } = joinContracts(committed, now);
  return { text: print(event, schema), differences: breaks };
}

function print({ type, title, example }: PublishedEvent, { properties, required }: DataSchema): string {
  return printJson({ $schema: DRAFT, $id: type, title, type: 'object', properties, required, examples: [example] });
}

function parse(text: string, path: string): Contract {
  try {
    const contract = JSON.parse(text) as Contract;
    const { properties, required, examples } = contract;
    const isContract = typeof properties === 'object' && Array.isArray(required) && Array.isArray(examples);
    if (!properties || !isContract) throw new Error('It is no contract.');
    return contract;
  } catch (cause) {
    throw new AuroraError('contract_unreadable', `${path} cannot be read.`, {
      exit: 'failed',
      details: [
        (cause as Error).message,
        'Aurora writes this file; two branches that both generated can collide in it',
      ],
      next: `git checkout ${path} (in the middle of a merge with --ours), then aurora generate`,
      cause,
    });
  }
}
