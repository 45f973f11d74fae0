import { eventType, versionOf } from '../../../config/events.ts';
import type { DomainService, Fleet, Service, SubscribedEvent } from '../../../config/model.ts';
import { isPlain, isRemote } from '../../../config/plain-field.ts';
import type { Json } from '../../format/literal.ts';
import { contractsOfEvent } from '../contracts/consumed.ts';
import type { Contracts } from '../contracts/contracts.ts';
import { changeOf, idOf, type MadeView, viewMade } from './made.ts';
import { ownedBy } from './owner.ts';
import { sample } from './sample.ts';
import { capitalise, prose, withArticle } from './words.ts';

/** What the contract tests of a service see. */
export interface PactsView {
  /** Whom it asks or hears, sorted by provider. */
  readonly consumes: readonly ConsumesView[];
  /** Who asks or hears it, sorted. */
  readonly consumers: readonly string[];
  /** What its states make, of a domain service. */
  readonly entities: readonly ProvidedView[];
  /** What others own and it refers to, e.g. `subject-service.Subject`, sorted. */
  readonly targets: readonly string[];
  /** Those that forbid deletions, as expressions, and what to import for them. */
  readonly referrers: readonly ImportedView[];
}

interface ImportedView {
  readonly name: string;
  readonly file: string;
}

export interface ConsumesView {
  readonly provider: string;
  /** Resources of the provider, or of its own, by names that the test has for them. */
  readonly made: readonly { readonly name: string; readonly value: Json }[];
  /** Fields that are looked up, and followed where no field before them leads to the same. */
  readonly references: readonly ReferenceView[];
  /** Its entities that refer to the provider. */
  readonly referring: readonly ImportedView[];
  /** Before it deletes, it asks. */
  readonly questions: readonly QuestionView[];
  /** Its entities about which it asks. */
  readonly asking: readonly ImportedView[];
  readonly subscribed: readonly SubscribedView[];
  /** Whether it needs a database for that. */
  readonly stateful: boolean;
  readonly isConfig: boolean;
  /** Whether it asks what the provider offers and how it does. */
  readonly looks: boolean;
}

interface ReferenceView {
  /** `syllabusReferences`. */
  readonly references: string;
  readonly field: string;
  readonly noun: string;
  readonly made: string;
  readonly follows: boolean;
}

interface QuestionView {
  /** `subjectReferrers`. */
  readonly referrers: string;
  readonly which: Json;
  readonly field: string;
  readonly held: string;
  readonly made: string;
  readonly nouns: string;
}

interface SubscribedView {
  readonly subscriber: string;
  readonly type: string;
  readonly made: string;
  /** What it carries, beside what every resource has. */
  readonly data: Json;
}

/** What a provider's states know of one of its entities. */
export interface ProvidedView {
  readonly name: string;
  readonly singular: string;
  readonly file: string;
  readonly commands: string;
  readonly definition: Json;
  readonly extra: readonly { readonly name: string; readonly type: string; readonly example: Json }[];
}

export function viewPacts(fleet: Fleet, service: Service, contracts: Contracts): PactsView {
  const consumes = fleet.services
    .filter(({ name }) => name !== service.name)
    .flatMap((provider) => viewConsumes(fleet, service, provider, contracts))
    .toSorted((a, b) => (a.provider < b.provider ? -1 : 1));
  const domain = service.kind === 'domain' ? service : undefined;
  const targets = domain?.entities.flatMap(({ fields }) => fields.filter(isRemote)) ?? [];
  return {
    consumes,
    consumers: consumersOf(fleet, service),
    entities: domain?.entities.map((entity) => viewProvided(fleet, domain, entity.name, contracts)) ?? [],
    targets: [...new Set(targets.map((field) => `${field.service}.${field.entity}`))].toSorted(),
    referrers: restrictedBy(fleet, service).map((name) => {
      const { singular } = ownedBy(fleet, { service: service.name, entity: name });
      return { name: `${singular}Referrers`, file: fileOf(singular) };
    }),
  };
}

function viewConsumes(fleet: Fleet, service: Service, provider: Service, contracts: Contracts): ConsumesView[] {
  const made = new Map<string, MadeView>();
  const keep = (name: string, value: MadeView) => {
    made.set(name, value);
    return name;
  };
  const domain = service.kind === 'domain' ? service : undefined;
  const references = domain ? viewLookedUp(fleet, domain, provider.name, keep) : [];
  const questions = viewQuestions(fleet, service, provider, keep);
  const subscribed = domain ? viewSubscribed(fleet, domain, provider.name, contracts, keep) : [];
  const isConfig = provider.kind === 'config';
  const looks = service.kind === 'gateway' && provider.kind !== 'gateway';
  if (references.length + questions.length + subscribed.length === 0 && !isConfig && !looks) return [];
  return [
    {
      provider: provider.name,
      made: [...made].map(([name, value]) => ({ name, value })),
      references,
      referring: imported(
        references.map(({ entity }) => entity),
        'References',
      ),
      questions,
      asking: imported(
        questions.map(({ entity }) => entity),
        'Referrers',
      ),
      subscribed,
      stateful: references.length + subscribed.length > 0,
      isConfig,
      looks,
    },
  ];
}

type Keep = (name: string, value: MadeView) => string;

function imported(singulars: readonly string[], suffix: string): ImportedView[] {
  return [...new Set(singulars)].map((singular) => ({ name: singular + suffix, file: fileOf(singular) }));
}

function viewLookedUp(fleet: Fleet, { entities }: DomainService, provider: string, keep: Keep) {
  const fields = entities.flatMap(({ singular, fields }) =>
    fields
      .filter(isRemote)
      .filter((field) => field.service === provider)
      .map((field) => ({ singular, field })),
  );
  // Who embeds needs more of it.
  const follower = (target: string) => {
    const all = fields.filter(({ field }) => field.entity === target);
    return all.find(({ field }) => field.embed !== undefined) ?? all[0];
  };
  return fields.map((each, index) => {
    const { singular, field } = each;
    return {
      entity: singular,
      references: `${singular}References`,
      field: field.name,
      noun: prose(ownedBy(fleet, field).singular),
      made: keep(singular + capitalise(field.name), viewMade(fleet, field, index + 1)),
      follows: follower(field.entity) === each,
    };
  });
}

function viewQuestions(fleet: Fleet, service: Service, provider: Service, keep: Keep) {
  if (provider.kind !== 'domain') return [];
  return restrictedBy(fleet, service).flatMap((name) => {
    const { singular } = ownedBy(fleet, { service: service.name, entity: name });
    return provider.entities.flatMap((entity) =>
      entity.fields
        .filter(isRemote)
        .filter((field) => field.onDelete === 'restrict' && field.service === service.name && field.entity === name)
        .map((field) => {
          const held = idOf(1);
          const of = { service: provider.name, entity: entity.name };
          return {
            entity: singular,
            referrers: `${singular}Referrers`,
            which: { service: provider.name, path: `/api/v1/${entity.path}`, field: field.name },
            field: field.name,
            held,
            made: keep(entity.singular + capitalise(field.name), viewMade(fleet, of, 2, { [field.name]: held })),
            nouns: prose(entity.plural),
          };
        }),
    );
  });
}

function viewSubscribed(
  fleet: Fleet,
  { subscribers = [] }: DomainService,
  provider: string,
  contracts: Contracts,
  keep: Keep,
): SubscribedView[] {
  return subscribers.flatMap(({ name, file, to }) =>
    to
      .filter((event) => event.service === provider)
      .map((event, index) => {
        const { type, example } = contractsOfEvent(event, fleet, contracts).event;
        const made = viewMade(fleet, event, 50 + index);
        const extra = ownedBy(fleet, event).events?.some((each) => each.name === event.event);
        return {
          subscriber: file,
          type,
          made: keep(name + event.entity + capitalise(event.event), made),
          data: extra ? example : made.fields,
        };
      }),
  );
}

/** Entities of a service that others may forbid to delete. */
function restrictedBy(fleet: Fleet, service: Service): string[] {
  const fields = fleet.services.flatMap((each) =>
    each.kind === 'domain' ? each.entities.flatMap(({ fields }) => fields.filter(isRemote)) : [],
  );
  const held = fields.filter((field) => field.service === service.name && field.onDelete === 'restrict');
  return [...new Set(held.map(({ entity }) => entity))];
}

function consumersOf(fleet: Fleet, provider: Service): string[] {
  const needs = (service: Service) => {
    if (service.name === provider.name) return false;
    if (provider.kind === 'config') return true;
    if (service.kind === 'gateway') return provider.kind !== 'gateway';
    if (service.kind === 'domain') {
      const references = service.entities.flatMap(({ fields }) => fields.filter(isRemote));
      if (references.some((field) => field.service === provider.name)) return true;
      if (service.subscribers?.some(({ to }) => to.some((event: SubscribedEvent) => event.service === provider.name)))
        return true;
    }
    if (provider.kind !== 'domain') return false;
    const references = provider.entities.flatMap(({ fields }) => fields.filter(isRemote));
    return references.some((field) => field.service === service.name && field.onDelete === 'restrict');
  };
  const isCalled = provider.kind === 'file' || (provider.kind === 'domain' && provider.entities.length > 0);
  return [...fleet.services.filter(needs).map(({ name }) => name), ...(isCalled ? ['client'] : [])].toSorted();
}

function viewProvided(fleet: Fleet, service: DomainService, name: string, contracts: Contracts): ProvidedView {
  const owned = ownedBy(fleet, { service: service.name, entity: name });
  const type = (verb: string) => eventType(fleet.name, service.name, owned.singular, verb, versionOf(owned, verb));
  const noun = prose(owned.singular);
  const plain = owned.fields.filter(isPlain);
  return {
    name,
    singular: owned.singular,
    file: fileOf(owned.singular),
    commands: `${owned.singular}Commands`,
    definition: {
      noun,
      aNoun: withArticle(noun),
      fields: Object.fromEntries(plain.map((field) => [field.name, sample(field, 0)])),
      change: changeOf(owned.fields) ?? null,
      created: type('created'),
      updated: type('updated'),
      deleted: type('deleted'),
    },
    extra: (owned.events ?? []).map((event) => {
      const { event: published } = contractsOfEvent(
        { service: service.name, entity: name, event: event.name },
        fleet,
        contracts,
      );
      return { name: event.name, type: published.type, example: published.example };
    }),
  };
}

function fileOf(singular: string): string {
  return prose(singular).replaceAll(' ', '-');
}
