import type { Entity, Fleet, Service } from '../../../config/model.ts';
import { isReference } from '../../../config/plain-field.ts';
import { FILE_ENTITY } from '../../../config/reserved.ts';
import type { Json } from '../../format/literal.ts';
import { changeOf, inputOf, neededFor, viewMade } from './made.ts';
import { ownedBy } from './owner.ts';
import { viewReferrers } from './references.ts';
import { prose, withArticle } from './words.ts';

/** What the contract tests of the typed client see of a service. */
export interface ClientPactView {
  readonly provider: string;
  /** Whether it owns files, which are all that it owns. */
  readonly isFiles: boolean;
  readonly entities: readonly CalledView[];
}

interface CalledView {
  /** Its name in the client: `syllabi`. */
  readonly plural: string;
  readonly nouns: string;
  /** `CalledEntity` of `shared/pacts` is its type. */
  readonly definition: Json;
}

/** In the order of the config; services that own nothing are not called. */
export function viewClientPacts(fleet: Fleet): readonly ClientPactView[] {
  return fleet.services.flatMap((service) => {
    const entities = entitiesOf(service).map((name) => viewCalled(fleet, service.name, name));
    return entities.length > 0 ? [{ provider: service.name, isFiles: service.kind === 'file', entities }] : [];
  });
}

function entitiesOf(service: Service): readonly string[] {
  if (service.kind === 'file') return [FILE_ENTITY];
  return service.kind === 'domain' ? service.entities.map(({ name }) => name) : [];
}

function viewCalled(fleet: Fleet, service: string, entity: string): CalledView {
  const of = { service, entity };
  const owned = ownedBy(fleet, of);
  const made = viewMade(fleet, of, 1);
  const isFile = owned.verbs.includes('uploaded');
  const nouns = prose(owned.plural);
  // Of a file its name alone can be changed.
  const change = changeOf(owned.fields.filter(({ name, readOnly }) => (isFile ? name === 'name' : !readOnly)));
  const isDemanding = owned.fields.some((field) => field.required && !field.readOnly && !('default' in field));
  const readOnly = owned.fields.filter((field) => field.readOnly).map(({ name }) => name);
  const [referrer] = viewReferrers(fleet, service, entity) as readonly Record<string, string>[];
  return {
    plural: owned.plural,
    nouns,
    definition: {
      aNoun: withArticle(prose(owned.singular)),
      nouns,
      made: { ...made, fields: { ...made.fields, ...embeddedIn(owned) } },
      ...(!isFile && { before: neededFor(fleet, of), input: inputOf(owned, made) }),
      ...(readOnly.length > 0 && { readOnly }),
      change,
      ...(!isFile && { refused: isDemanding ? {} : { unknown: 1 } }),
      ...(referrer && { held: { nouns: referrer.nouns, service: referrer.service, field: referrer.field } }),
    },
  };
}

/** Of what must be there reads carry the resource; of what need not, nothing can be promised. */
function embeddedIn({ fields }: Pick<Entity, 'fields'>): Readonly<Record<string, Json>> {
  const embedding = fields.filter(isReference).filter(({ embed, required, many }) => embed && required && !many);
  return Object.fromEntries(embedding.map(({ embed = '' }) => [embed, { id: '00000000-0000-4000-8000-000000000101' }]));
}
