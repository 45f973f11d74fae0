import type { DomainService } from '../../../config/model.ts';
import type { Change } from './change.ts';
import { changesOf } from './compare.ts';
import type { Phase, Step, Stop } from './contract.ts';
import { defaultsOf } from './defaults.ts';
import { printMigration } from './print.ts';
import { sayChange, verbNoun } from './say.ts';
import { type Asked, stepsOf } from './steps-of.ts';

/** A migration without its number. */
export interface Evolved {
  /** After the number: `add-room-to-subjects.ts`. */
  readonly slug: string;
  readonly content: string;
}

export interface Evolution {
  /** What goes before the tables of new entities, which may refer to it. */
  readonly first: readonly Evolved[];
  readonly rest: readonly Evolved[];
  /** What goes with all that is in it: `column subjects.room`, and how many rows that concerns. */
  readonly losses: readonly { readonly what: string; readonly from: string }[];
  readonly notes: readonly string[];
}

export const UNCHANGED: Evolution = { first: [], rest: [], losses: [], notes: [] };

/** What a service's database asks for to become that of another model of it. */
export function evolve(before: DomainService, after: DomainService): Evolution {
  const changes = changesOf(before, after);
  if (changes.length === 0) return UNCHANGED;
  const steps = stepsOf(changes, defaultsOf(after));
  const isFirst = ({ stage }: Step) => stage === 'rename table';
  const first = migration('expand', steps.filter(isFirst));
  const expand = migration(
    'expand',
    steps.filter((step) => step.phase === 'expand' && !isFirst(step)),
  );
  const contract = migration(
    'contract',
    steps.filter(({ phase }) => phase === 'contract'),
  );
  const isPair = first.length + expand.length > 0;
  return {
    first,
    rest: [...expand, ...contract.map(({ slug, content }) => ({ slug: isPair ? `finish-${slug}` : slug, content }))],
    losses: changes.flatMap(lossOf).map((what) => ({
      what,
      from: what.startsWith('table') ? 'all rows of it' : 'its value in every row that has one',
    })),
    notes: notesOn(steps.filter(({ stage }) => stage === 'stop')),
  };
}

function migration(phase: Phase, steps: readonly Asked[]): Evolved[] {
  if (steps.length === 0) return [];
  const changes = [...new Set(steps.flatMap(({ of }) => of ?? []))];
  const loses = phase === 'contract' ? changes.flatMap(lossOf) : [];
  const content = printMigration({ phase, says: changes.map(sayChange), loses, steps });
  return [{ slug: `${verbNoun(changes)}.ts`, content }];
}

function lossOf(change: Change): string[] {
  if (change.kind === 'drop table') return [`table ${change.table.name}`];
  return change.kind === 'drop column' ? [`column ${change.table.after.name}.${change.column.name}`] : [];
}

/** What no file can settle. */
function notesOn(contract: readonly Step[]): string[] {
  const stops = contract.flatMap(({ up }) =>
    up.postgres.filter((each) => typeof each === 'object' && 'because' in each),
  );
  return stops.map((each) => `the migration stops while ${(each as Stop).because}`);
}
