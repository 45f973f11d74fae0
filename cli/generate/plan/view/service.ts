import type { Fleet, Service } from '../../../config/model.ts';
import { FILE_ENTITY } from '../../../config/reserved.ts';
import type { Json } from '../../format/literal.ts';
import type { Contracts } from '../contracts/contracts.ts';
import { type EntityView, viewEntity } from './entity.ts';
import { type FleetIdentity, type FleetView, settingsOfGateway, viewFleet, viewIdentity } from './fleet.ts';
import { viewNeighbours } from './graph.ts';
import { type OperationView, viewOperations } from './operations.ts';
import { type PactsView, viewPacts } from './pacts.ts';
import { peersOf, viewReferrers } from './references.ts';
import { type SeedRowsView, viewSeedRows } from './seed-rows.ts';
import { type SharedEnumView, viewSharedEnums } from './shared-enums.ts';
import { type SubscriberView, viewSubscribers } from './subscribers.ts';
import { type UpcasterView, viewUpcasters } from './upcasters.ts';
import { title } from './words.ts';

/** What a template of a service sees. */
export interface ServiceView {
  /** Of a domain service what it cannot do without, so that what others have changes none of its files; else all. */
  readonly fleet: FleetIdentity | FleetView;
  readonly service: {
    readonly name: string;
    /** `Order service`. */
    readonly title: string;
    readonly port: number;
    /** Empty but for domain services. */
    readonly entities: readonly EntityView[];
    /** Those of the fleet's shared enums that its entities use. */
    readonly enums: readonly SharedEnumView[];
    /** Commands and queries of the config's own. */
    readonly operations: readonly OperationView[];
    readonly subscribers: readonly SubscriberView[];
    /** What brings events of earlier versions to the newest. */
    readonly upcasters: readonly UpcasterView[];
    /** Whether it has any of either. */
    readonly operated: boolean;
    /** Entities that some of them answer with. */
    readonly answered: readonly EntityView[];
    /** Whether any of its entities refers to anything that it embeds or checks. */
    readonly linked: boolean;
    /** The driver of a file service; null: it stores none. */
    readonly storage: 'local' | 's3' | null;
    readonly inBucket: boolean;
    /** The settings of a gateway that the config decides; null: it is none. */
    readonly gateway: Json | null;
    /** What forbids to delete one of its files. */
    readonly referrers: readonly Json[];
    /** Services that the tests of its files have to stand in for. */
    readonly peers: readonly string[];
    /** Whether any of them refers to other services. */
    readonly refers: boolean;
    /** Whether any of them is referred to by another, or refers to one of its kind. */
    readonly related: boolean;
    /** Whether any of them refers to what may be deleted while its row stays. */
    readonly guarded: boolean;
    /** Whether the rows that it begins with do. */
    readonly seedsRefer: { readonly dev: boolean; readonly test: boolean };
    /** Rows that the config asks for, by profile. */
    readonly seedRows: readonly SeedRowsView[];
    readonly seedRowsRefer: boolean;
    /** It and what it is tied to, as a Mermaid flowchart; null: to nothing. */
    readonly neighbours: string | null;
    readonly pacts: PactsView;
  };
}

export function viewService(fleet: Fleet, service: Service, contracts: Contracts): ServiceView {
  const { name, port } = service;
  const entities =
    service.kind === 'domain' ? service.entities.map((entity) => viewEntity(entity, service, fleet)) : [];
  const operations = service.kind === 'domain' ? viewOperations(service, fleet.name) : [];
  const subscribers = service.kind === 'domain' ? viewSubscribers(service, fleet, contracts) : [];
  const upcasters = service.kind === 'domain' ? viewUpcasters(service, fleet, contracts) : [];
  const refers = entities.some(({ references }) => references.length > 0);
  const related = entities.some((entity) => entity.related);
  const seedsRefer = {
    dev: entities.some(({ seeds }) => seeds.devRefers),
    test: entities.some(({ seeds }) => seeds.testRefers),
  };
  const seedRows = service.kind === 'domain' ? viewSeedRows(service, fleet) : [];
  const storage = service.kind === 'file' ? service.storage.driver : null;
  const inBucket = storage === 's3';
  const referrers = storage === null ? [] : viewReferrers(fleet, name, FILE_ENTITY);
  const peers = peersOf(referrers);
  return {
    fleet: service.kind === 'domain' ? viewIdentity(fleet) : viewFleet(fleet),
    service: {
      name,
      title: title(name),
      port,
      entities,
      enums: viewSharedEnums(fleet, [
        ...new Set([
          ...entities.flatMap(({ sharedEnums, eventEnums }) => [...sharedEnums, ...eventEnums]),
          ...[...operations, ...subscribers].flatMap(({ sharedEnums }) => sharedEnums),
        ]),
      ]),
      operations,
      subscribers,
      upcasters,
      operated: operations.length + subscribers.length > 0,
      linked: entities.some(({ linked }) => linked),
      answered: entities.filter((each) =>
        operations.some(({ entity, output }) => entity?.name === each.name && output === null),
      ),
      refers,
      related,
      guarded: entities.some((entity) => entity.guarded),
      seedsRefer,
      seedRows,
      seedRowsRefer: seedRows.some(({ refer }) => refer),
      storage,
      inBucket,
      gateway: settingsOfGateway(service),
      referrers,
      peers,
      neighbours: viewNeighbours(fleet, name),
      pacts: viewPacts(fleet, service, contracts),
    },
  };
}
