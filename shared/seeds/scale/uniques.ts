import type { Factory, SeedField, Values } from './contract.ts';
import { draw } from './draw.ts';
import { isReference } from './order.ts';

type Domain = (field: SeedField, row: number) => Values;

/** Fields whose values have to differ, alone or together; what shares a field is chosen at once. */
interface Group {
  readonly fields: readonly SeedField[];
  readonly constraints: readonly (readonly string[])[];
  /** What rows have, by constraint. */
  readonly taken: readonly Set<string>[];
  /** The number that is tried next where one counts. */
  next: number;
  /** How many ways there were when none was free any more. */
  full?: number;
}

/** Enough that a field tells all rows apart by itself, however many there are to be. */
const ROOM = 2 ** 20;

/**
 * Which value of each field that has to be unique each row takes. A field with room for all rows counts; where there is
 * little room the choices are drawn, and the next free one is taken, so that the last one is found as well.
 */
export class Uniques {
  readonly #factory: Factory;
  readonly #domain: Domain;
  readonly #groups: readonly Group[];
  /** Fields with room for all: each row takes the value of its own number. */
  readonly #counted: ReadonlySet<string | undefined>;
  /** By field, then by row; null: it is left out. */
  readonly #chosen = new Map<string, (number | null)[]>();
  #rows = 0;
  #isOver = false;

  constructor(factory: Factory, domain: Domain) {
    this.#factory = factory;
    this.#domain = domain;
    const groups = groupsOf(factory, domain);
    this.#counted = new Set(groups.filter((group) => counts(group, domain)).map(({ fields: [field] }) => field?.name));
    this.#groups = groups.filter(({ fields: [field] }) => !this.#counted.has(field?.name));
    for (const { fields } of this.#groups) for (const { name } of fields) this.#chosen.set(name, []);
  }

  /** Chooses for all rows up to this one. @returns false: some row before it, or it, finds nothing free */
  reach(row: number): boolean {
    for (; this.#rows <= row && !this.#isOver; this.#rows++) {
      if (!this.#groups.every((group) => this.#choose(group, this.#rows))) {
        this.#isOver = true;
        return false;
      }
    }
    return this.#rows > row;
  }

  /** Null: the field is left out; undefined: it need not be unique. */
  indexOf(field: string, row: number): number | null | undefined {
    return this.#counted.has(field) ? row : this.#chosen.get(field)?.[row];
  }

  #choose(group: Group, row: number): boolean {
    const { fields } = group;
    // What has no value is the same as nothing.
    const open = fields.filter((field) => this.#domain(field, row).size > 0);
    const sizes = open.map((field) => this.#domain(field, row).size);
    const ways = sizes.reduce((product, size) => Math.min(product * size, Number.MAX_SAFE_INTEGER), 1);
    if (open.length < fields.length || ways === group.full) return this.#leaveOut(group, row);
    const isCounted = fields.length === 1 && (ways >= ROOM || fields.every(isReference));
    const first = isCounted ? group.next : draw(`${this.#factory.entity} ${row}`, ways);
    for (let step = 0; step < ways; step++) {
      const way = (first + step) % ways;
      const indexes = new Map(decoded(way, sizes).map((index, place) => [open[place]?.name as string, index]));
      if (!this.#claim(group, indexes, row)) continue;
      group.next = way + 1;
      for (const { name } of fields) this.#chosen.get(name)?.push(indexes.get(name) ?? null);
      return true;
    }
    group.full = ways;
    return this.#leaveOut(group, row);
  }

  /** Nothing is free; but where a value is missing, nothing is the same as it. */
  #leaveOut({ fields, constraints }: Group, row: number): boolean {
    const missing = fields.filter(({ optional }) => optional).map(({ name }) => name);
    if (!constraints.every((names) => names.some((name) => missing.includes(name)))) return false;
    for (const field of fields) {
      const { name, optional } = field;
      const { size } = this.#domain(field, row);
      if (!optional && size === 0) return false;
      this.#chosen.get(name)?.push(optional ? null : draw(`${this.#factory.entity}.${name} ${row}`, size));
    }
    return true;
  }

  #claim(group: Group, indexes: ReadonlyMap<string, number>, row: number): boolean {
    const keys = group.constraints.map((names) =>
      names.every((name) => indexes.has(name))
        ? names.map((name) => this.#keyOf(group, name, indexes, row)).join(' ')
        : null,
    );
    if (keys.some((key, index) => key !== null && group.taken[index]?.has(key))) return false;
    for (const [index, key] of keys.entries()) if (key !== null) group.taken[index]?.add(key);
    return true;
  }

  /** Of what may be the same under two numbers, itself. */
  #keyOf(group: Group, name: string, indexes: ReadonlyMap<string, number>, row: number): string {
    const index = indexes.get(name) as number;
    const values = this.#domain(group.fields.find((field) => field.name === name) as SeedField, row);
    return values.repeats ? JSON.stringify(values.at(index)) : String(index);
  }
}

/** Whether a field has so many values, each once, that nobody needs to look what is free. */
function counts({ fields: [field, ...more] }: Group, domain: Domain): boolean {
  if (field === undefined || more.length > 0 || isReference(field)) return false;
  const { size, repeats } = domain(field, 0);
  return size >= ROOM && !repeats;
}

/** The numbers of each place, the last of which changes first. */
function decoded(way: number, sizes: readonly number[]): number[] {
  let rest = way;
  const indexes = sizes.toReversed().map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return index;
  });
  return indexes.reverse();
}

/** A field with room for all tells apart whatever it is in; what is left of constraints that share fields is one group. */
function groupsOf({ fields, unique }: Factory, domain: Domain): Group[] {
  const named = (name: string) => fields.find((field) => field.name === name);
  const isRoomy = (name: string) => {
    const field = named(name);
    return field !== undefined && !isReference(field) && domain(field, 0).size >= ROOM;
  };
  // What the service sets itself is none of ours.
  const ours = unique.filter((names) => names.every(named));
  const least = ours.map((names) => {
    const roomy = names.find(isRoomy);
    return roomy === undefined ? names : [roomy];
  });
  const groups: string[][][] = [];
  for (const names of least) {
    const sharing = groups.filter((each) => each.flat().some((name) => names.includes(name)));
    const merged = [...sharing.flat(), [...names]];
    groups.splice(0, groups.length, ...groups.filter((each) => !sharing.includes(each)), merged);
  }
  return groups.map((constraints) => ({
    fields: [...new Set(constraints.flat())].map((name) => named(name) as SeedField),
    constraints,
    taken: constraints.map(() => new Set<string>()),
    next: 0,
  }));
}
