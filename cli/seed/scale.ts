import type { Scale } from '../../shared/seeds/scale/contract.ts';
import type { Fleet, Service } from '../config/model.ts';
import { nearest } from '../config/nearest.ts';
import { isReference } from '../config/plain-field.ts';
import { FILE_ENTITY } from '../config/reserved.ts';
import { AuroraError } from '../errors.ts';
import type { SeedJob } from './run.ts';

/** Rows of an entity at most: more would take hours, through the commands of a service. */
const MOST = 1_000_000;
/** Files that there are where others refer to files and nobody says how many: they take room. */
const FILES = 20;

/**
 * How many rows each entity is to have, from flags such as `1000` and `Order=50`.
 * @throws AuroraError `bad_scale`
 */
export function readScale(fleet: Fleet, flags: readonly string[]): Scale {
  const entities = fleet.services.flatMap(entitiesOf);
  const own = new Map<string, number>();
  let all: number | undefined;
  for (const flag of flags) {
    const [, entity, count = ''] = /^(?:([^=]*)=)?(.*)$/.exec(flag) ?? [];
    if (entity !== undefined && !entities.includes(entity)) throw unknownEntity(entity, entities, count);
    if (!/^\d+$/.test(count) || Number(count) > MOST) throw badCount(flag, entity);
    if (entity !== undefined) own.set(entity, Number(count));
    else all = Number(count);
  }
  const scale = Object.fromEntries(entities.map((each) => [each, own.get(each) ?? all ?? 0]));
  const hasFiles = fleet.services.some(({ kind }) => kind === 'file');
  if (hasFiles && !own.has(FILE_ENTITY)) scale[FILE_ENTITY] = filesFor(fleet, scale);
  return scale;
}

/** What creates the missing rows of a service; undefined where it is to have none. */
export function scaleJob(fleet: Fleet, service: string, scale: Scale): SeedJob | undefined {
  const found = fleet.services.find(({ name }) => name === service);
  const wanted = found ? entitiesOf(found).filter((entity) => (scale[entity] ?? 0) > 0) : [];
  if (wanted.length === 0) return undefined;
  return {
    service,
    script: { file: 'src/seed.ts', variables: { SEED_SCALE: JSON.stringify(scale) } },
    flags: Object.entries(scale)
      .map(([entity, count]) => `--scale ${entity}=${count}`)
      .join(' '),
    source: `what refuses them, such as the hooks of ${service}`,
    inTheWay: 'other rows have their unique values, or what they refer to is deleted',
  };
}

function entitiesOf(service: Service): string[] {
  if (service.kind === 'domain') return service.entities.map(({ name }) => name);
  return service.kind === 'file' ? [FILE_ENTITY] : [];
}

/** As many as the most of those that refer to one, up to a few. */
function filesFor(fleet: Fleet, scale: Scale): number {
  const referring = fleet.services
    .flatMap((service) => (service.kind === 'domain' ? service.entities : []))
    .filter(({ fields }) => fields.some((field) => isReference(field) && field.entity === FILE_ENTITY));
  return Math.min(FILES, Math.max(0, ...referring.map(({ name }) => scale[name] ?? 0)));
}

function unknownEntity(entity: string, entities: readonly string[], count: string): AuroraError {
  const meant = nearest(entity, entities) ?? entities[0];
  return new AuroraError('bad_scale', `The fleet has no entity "${entity}"`, {
    exit: 'usage',
    details: [`Its entities: ${entities.join(', ')}`],
    next: `aurora seed --scale ${meant}=${count}`,
  });
}

function badCount(flag: string, entity: string | undefined): AuroraError {
  return new AuroraError('bad_scale', `--scale ${flag}: not a whole number from 0 to ${MOST}`, {
    exit: 'usage',
    next: `aurora seed --scale ${entity === undefined ? '' : `${entity}=`}1000`,
  });
}
