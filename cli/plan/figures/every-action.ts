import type { Fleet } from '../../config/model.ts';
import { ENTITY_VERBS } from '../../load/scenario/contract.ts';
import { simplestEntities } from '../../load/simplest-entities.ts';

/** Of each verb so many entities are asked: more would say little more, and take longer. */
const ENTITIES = 2;
const BYTES = 10_000;
/** So many that two who change one at the same time are rare: the second is told of a conflict. */
const ROWS = 100;

/** A scenario of all that can be measured. */
export function everyAction(fleet: Fleet): string {
  const ofEntities = simplestEntities(fleet, ENTITIES).flatMap(({ key, entity: { path } }) =>
    ENTITY_VERBS.map((verb) => `  ${verb} ${path}: { ${verb}: ${key} }`),
  );
  const ofFiles = fleet.services.some(({ kind }) => kind === 'file')
    ? [`  upload: { upload: ${BYTES} }`, `  download: { download: ${BYTES} }`]
    : [];
  return [
    'version: 1',
    `rows: ${ROWS}`,
    'phases: [{ duration: 1s, rate: 1 }]',
    'actions:',
    ...ofEntities,
    ...ofFiles,
    '',
  ].join('\n');
}
