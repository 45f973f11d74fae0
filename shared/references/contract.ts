import type { Model, ModelStatic, Sequelize } from 'sequelize';
import type { Database } from '../database/index.ts';
import type { HttpClient } from '../http/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Copies } from './copies.ts';

/** A field that holds the id of a resource which another service owns. */
export interface Reference {
  /** e.g. `customerId`. */
  readonly field: string;
  readonly column: string;
  /** The owner, e.g. `customer-service`. */
  readonly service: string;
  /** What is referenced, unique in the fleet: `customer-service.Customer`. Copies are kept under it. */
  readonly target: string;
  /** In sentences: `customer`. */
  readonly noun: string;
  /** How its owner is asked: what the typed client of the fleet has for it. */
  readonly owner: ReferencedOwner;
  /** What of the resource is kept in a copy. */
  readonly properties: readonly string[];
  /** Types of the events that carry the resource as it is. */
  readonly changes: readonly string[];
  /** Type of the event that tells of its end. */
  readonly deletion: string;
  /** The key under which reads carry the resource; absent: they carry the id only. */
  readonly embed?: string;
  /** What becomes of the field when the resource is deleted. */
  readonly onDelete: 'restrict' | 'nullify' | 'cascade';
}

export interface ReferencedOwner {
  on(client: HttpClient): {
    /** Those of them that exist. */
    getMany(ids: readonly string[], options: { readonly timeoutMs?: number | undefined }): Promise<readonly Told[]>;
  };
}

/** What an owner's answer or event says of a resource. */
export interface Told {
  readonly id: string;
  readonly version: number;
}

/** A field of another service that forbids to delete what it refers to. */
export interface Referrer {
  /** e.g. `order-service`. */
  readonly service: string;
  /** `/api/v1/orders`. */
  readonly path: string;
  /** `customerId`. */
  readonly field: string;
  /** In sentences: `orders`. */
  readonly nouns: string;
}

/** What commands and queries that know of other services work with; the app of a service is one. */
export interface ServiceBase {
  readonly database: Database;
  /** Where copies are looked up; absent: in the database. */
  readonly copies?: Copies;
  readonly settings: { get<K extends keyof Settings>(name: K): Settings[K] };
  clientOf(service: string): HttpClient;
  /** Whether the registry knows of no living instance. */
  isAway(service: string): boolean;
}

/** A field whose resource, of the same service, reads carry along. */
export interface Join {
  /** e.g. `ownerId`. */
  readonly field: string;
  /** The key under which reads carry it, e.g. `owner`. */
  readonly embed: string;
  /** The field holds a list of ids. */
  readonly many?: true;
  /** The model of what it refers to. */
  define(sequelize: Sequelize): ModelStatic<Model>;
}
