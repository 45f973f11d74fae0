import type { Fleet } from '../../config/model.ts';
import { type ManifestEntry, printManifest } from '../../generate/record/manifest.ts';
import { printModel } from '../../generate/record/model.ts';
import { MANIFEST, MODEL } from '../../generate/record/paths.ts';
import type { FleetRecord } from '../../generate/record/read.ts';
import type { Renaming } from '../rename.ts';
import { isAtOrBelow, type Move, type MovingTree } from './moving-tree.ts';

export interface Done {
  readonly renaming: Renaming;
  readonly moves: readonly Move[];
  /** Hashes of files that are again what the templates write. */
  readonly pristine: ReadonlyMap<string, string>;
}

/**
 * Brings the record of the last run after a renaming: files are known under their new paths, and the entity or service under
 * its new name, so that neither counts as new and its table is told of as one that has changed.
 */
export function renameInRecord(record: FleetRecord, { renaming, moves, pristine }: Done, tree: MovingTree): void {
  const moved = (entry: ManifestEntry): ManifestEntry => {
    const move = moves.find(({ from }) => isAtOrBelow(entry.path, from));
    const path = move ? move.to + entry.path.slice(move.from.length) : entry.path;
    return { ...entry, path, hash: pristine.get(path) ?? entry.hash };
  };
  tree.write(MANIFEST, printManifest(record.head, [...record.manifest.values()].map(moved)));
  if (record.model) tree.write(MODEL, printModel(renameInModel(record.model, renaming)));
}

function renameInModel(model: Fleet, { from, to }: Renaming): Fleet {
  if (from.kind === 'service' && to.kind === 'service') return inServiceNames(model, from.service, to.service);
  if (from.kind !== 'entity' || to.kind !== 'entity') return model;
  const services = model.services.map((service) => {
    if (service.kind !== 'domain') return service;
    const entities = service.entities.map((entity) => {
      const isMeant = service.name === from.service && entity.name === from.entity;
      return isMeant ? { ...entity, name: to.entity } : entity;
    });
    return { ...service, entities };
  });
  return inReferences({ ...model, services }, from, to);
}

/** Names of services stand in the model as values of their own. */
function inServiceNames(model: Fleet, before: string, after: string): Fleet {
  const rename = (key: string, value: unknown): unknown => {
    if (key === 'dependsOn') return (value as string[]).map((name) => (name === before ? after : name)).toSorted();
    return key === 'service' && value === before ? after : value;
  };
  const services = model.services.map((service) => (service.name === before ? { ...service, name: after } : service));
  return JSON.parse(JSON.stringify({ ...model, services }, rename));
}

function inReferences(model: Fleet, from: { service: string; entity: string }, to: { entity: string }): Fleet {
  const rename = (_: string, value: unknown): unknown => {
    const { service, entity } = Object(value) as { service?: unknown; entity?: unknown };
    return service === from.service && entity === from.entity ? { ...Object(value), entity: to.entity } : value;
  };
  return JSON.parse(JSON.stringify(model, rename));
}
