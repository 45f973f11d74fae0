import type { Factory, Scale, SeedField, SeedReference, Values } from './contract.ts';
import { draw } from './draw.ts';
import { isReference } from './order.ts';
import { withinReach } from './owners-within-reach.ts';
import { scaledId } from './scaled-id.ts';
import { Uniques } from './uniques.ts';
import { valuesOf } from './values.ts';

export interface Surroundings {
  /** The service that has the entity. */
  readonly own: string;
  /** Entities of the service whose rows are there before. */
  readonly before: ReadonlySet<string>;
  readonly scale: Scale;
}

/** One field of five that may be left out is. */
const LEFT_OUT = 5;
/** Ids in a list at most, unless it must have more. */
const LISTED = 3;

/** Makes the rows of one entity, the same ones on every machine. Rows are asked for in their order. */
export class RowMaker {
  readonly #factory: Factory;
  readonly #surroundings: Surroundings;
  readonly #values = new Map<string, Values>();
  readonly #uniques: Uniques;

  constructor(factory: Factory, surroundings: Surroundings) {
    this.#factory = factory;
    this.#surroundings = surroundings;
    for (const field of factory.fields) if (!isReference(field)) this.#values.set(field.name, valuesOf(field));
    this.#uniques = new Uniques(factory, (field, row) => this.#domain(field, row));
  }

  /** Whether there is a row of this number: its values can be told from those of all rows before it. */
  has(row: number): boolean {
    return this.#uniques.reach(row) && this.#factory.fields.every((field) => this.#can(field, row));
  }

  /** What a client would send. @throws RangeError where there is no such row */
  at(row: number): Record<string, unknown> {
    if (!this.has(row)) throw new RangeError(`${this.#factory.entity} has no row ${row + 1}`);
    const fields: Record<string, unknown> = {};
    for (const field of this.#factory.fields) {
      const value = this.#valueOf(field, row);
      if (value !== undefined) fields[field.name] = value;
    }
    return fields;
  }

  #can(field: SeedField, row: number): boolean {
    return field.optional === true || this.#domain(field, row).size > 0;
  }

  #valueOf(field: SeedField, row: number): unknown {
    const { name, optional } = field;
    const domain = this.#domain(field, row);
    const taken = this.#uniques.indexOf(name, row);
    if (taken !== undefined) return taken === null ? undefined : domain.at(taken);
    const about = `${this.#factory.entity}.${name} ${row}`;
    if (domain.size === 0 || (optional && draw(`${about} left out`, LEFT_OUT) === 0)) return undefined;
    const index = draw(about, domain.usual);
    if (!isReference(field) || !field.many) return domain.at(index);
    const most = Math.min(LISTED, domain.size);
    const count = optional ? draw(`${about} how many`, most + 1) : 1 + draw(`${about} how many`, most);
    return Array.from({ length: count }, (_, place) => domain.at((index + place) % domain.size));
  }

  /** What a field can be of a row. */
  #domain(field: SeedField, row: number): Values {
    return this.#values.get(field.name) ?? this.#owners(field as SeedField & SeedReference, row);
  }

  #owners(field: SeedReference, row: number): Values {
    const size = withinReach(field, row, this.#surroundings);
    return { size, usual: size, at: (index) => scaledId(field.service, field.plural, index) };
  }
}
