import type { ReferenceField } from '../../config/model.ts';
import { proposeEntity } from './entity-fields.ts';
import { FILE_NAMES, plainName, SYSTEM_NAMES } from './names.ts';
import { asReference, Proposal } from './proposal.ts';
import { leadTo, type Match } from './tables.ts';
import { guessValue } from './value.ts';

const POSITION = /^(?:position|pos|sort|nth|rank|sort_order|ordinal)$/;
const BYTES = /bytea|blob|binary/i;

/** The fields of what a table goes into, as far as columns can be found for them. */
export function proposeFields({ table, target }: Match, all: readonly Match[]): Proposal {
  const proposal = new Proposal(table);
  if (target.kind === 'entity') proposeEntity(proposal, target.entity, all);
  else if (target.kind === 'files') proposeFile(proposal);
  else proposeList(proposal, `${target.service}.${target.entity.name}`, target.field, all);
  return proposal;
}

function proposeList(
  proposal: Proposal,
  owner: string,
  { service, entity }: ReferenceField,
  all: readonly Match[],
): void {
  for (const [field, name] of [
    ['owner', owner],
    ['item', `${service}.${entity}`],
  ] as const) {
    const to = all.find(({ into }) => into === name);
    const columns = to && leadTo(proposal.table, to.table.name);
    if (columns) proposal.take(field, asReference(columns));
  }
  const position = proposal.left.find(({ name }) => POSITION.test(plainName(name)));
  if (position) proposal.take('position', { column: position.name });
}

function proposeFile(proposal: Proposal): void {
  for (const [field, names] of Object.entries(FILE_NAMES)) {
    const column = proposal.called(names);
    if (column) proposal.take(field, { column: column.name });
    else if (field === 'name') proposal.miss(field, 'a file needs a name');
  }
  const bytes = proposal.left.find(({ type }) => BYTES.test(type));
  if (bytes) proposal.take('content', { column: bytes.name });
  for (const field of ['createdAt', 'updatedAt']) {
    const column = proposal.called(SYSTEM_NAMES[field]);
    if (!column) continue;
    const { value, notes } = guessValue({ type: 'datetime' }, column);
    proposal.take(field, value, notes);
  }
}
