import type { Command } from '../cqrs/index.ts';
import type { Executor, Transaction } from '../database/index.ts';
import type { CloudEvent, EntityEvents } from '../events/index.ts';
import type { References } from '../references/index.ts';
import type { Page, Repository, Resource } from '../repository/index.ts';
import type { ExtraEvents } from './extra-events.ts';

/** What queries do with the resources of one entity. */
export interface Reader<R extends Resource> {
  find(id: string): Promise<R | undefined>;
  /** @throws Problem `not_found` */
  get(id: string): Promise<R>;
  /**
   * @param parameters as in the query string of its list: `limit`, `cursor`, `sort`, `filter[…]`, `q`
   * @throws Problem `invalid_query`
   */
  list(parameters?: Record<string, unknown>): Promise<Page<R>>;
}

/** What commands do with them, all in the one transaction of the command. */
export interface Writer<R extends Resource, New, Data = NoData> extends Reader<R> {
  /**
   * Keeps others from changing resources until the transaction ends; in the order of their ids, whatever order is asked,
   * so that two commands that lock the same ones never wait for each other in a circle. Lock all that you need at once.
   * @returns them in the order asked
   * @throws Problem `not_found` where one is not there
   */
  lock(ids: readonly string[]): Promise<R[]>;
  /** As a client's POST does: with its hooks, its checks and its `created` event. */
  create(fields: New): Promise<R>;
  /**
   * Stores the next version with its `updated` event; your hooks are not asked. Fields that clients may not set can be set
   * here. A change that changes nothing writes nothing.
   * @param resource any version of it that this transaction has seen: the change is laid over the latest
   * @throws Problem `conflict` where another changed it first, which cannot be if it is locked
   */
  update(resource: R, change: Partial<Omit<R, keyof Resource>>): Promise<R>;
  /** As a client's DELETE does: with its hooks, its checks and its `deleted` event. */
  delete(resource: R): Promise<void>;
  /**
   * Its events of the config's own, by their names. Each takes the next version of the resource, whether or not something
   * else changes, so that it has its place among the others.
   * @throws TypeError where the data is not what the config says
   */
  readonly emit: { readonly [K in keyof Data]: (resource: R, data: Data[K]) => Promise<R> };
}

/** Of an entity without events of its own. */
export type NoData = Readonly<Record<never, never>>;

/** Tells of the one resource of a command; gives it as it is then. */
export type Emit<R extends Resource, Data> = { readonly [K in keyof Data]: (data: Data[K]) => Promise<R> };

/** The writers of a service without what they write. */
export type Readers<W> = { readonly [K in keyof W]: W[K] extends Reader<infer R> ? Reader<R> : never };

/** What a command of the config's own works with. */
export interface CommandContext<Repositories> {
  /** The transaction, for SQL of your own; models take `executor.sequelize` as their `transaction`. */
  readonly executor: Transaction;
  readonly repositories: Repositories;
}

/** What a query of the config's own works with. */
export interface QueryContext<Repositories> {
  /** For SQL of your own, which reads. */
  readonly executor: Executor;
  readonly repositories: Readers<Repositories>;
}

/** One entity, as operations need to know it. */
export interface OperatedEntity<R extends Resource, New, Data> {
  /** In sentences: `course unit`. */
  readonly noun: string;
  readonly repository: Repository<R>;
  readonly events: EntityEvents<R>;
  readonly extraEvents: ExtraEvents<R, Data>;
  readonly commands: {
    readonly create: Command<New, R>;
    readonly delete: Command<{ readonly id: string; readonly ifMatch: string | undefined }, unknown>;
  };
  /** Absent: it refers to nothing. */
  readonly references?: References<R>;
  /** Refuses what leads to something deleted whose row is still there; absent: it refers to nothing of that kind. */
  requireLive?(resource: R, executor: Executor, before: R): Promise<void>;
}

/** `never`: what an event carries is known to its own service. */
export type AnyData = Readonly<Record<string, never>>;

/** What a service's writers are made from. */
export type Operated<W> = {
  readonly [K in keyof W]: W[K] extends Writer<infer R, infer New, infer Data> ? OperatedEntity<R, New, Data> : never;
};

/** Those of any service; `never`: what creates one, and what its events carry, is known to its own service. */
export type OperatedEntities = Readonly<Record<string, AnyEntity>>;

interface AnyEntity extends Omit<OperatedEntity<Resource, never, AnyData>, 'extraEvents'> {
  readonly extraEvents: Readonly<Record<string, (resource: never, data: never) => CloudEvent>>;
}
