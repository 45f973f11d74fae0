import type { Service } from '../../config/model.ts';
import type { Machine } from '../../load/result/report.ts';
import { ENTITY_VERBS, type EntityVerb } from '../../load/scenario/contract.ts';

export type Verb = EntityVerb | 'upload' | 'download';
export const VERBS: readonly Verb[] = [...ENTITY_VERBS, 'upload', 'download'];

/**
 * Who has work with an arrival. `neighbours` are all services together that the owner of an entity asks, or that hear of its events.
 */
export const ROLES = ['gateway', 'owner', 'neighbours'] as const;
export type Role = (typeof ROLES)[number];

/** What one arrival asks of one role. */
export interface Work {
  readonly requests: number;
  /** Of processor time. */
  readonly cpuMs: number;
  /** In which a connection to the database was in use. */
  readonly databaseMs: number;
  readonly published: number;
  readonly handled: number;
}

export const WORK_KEYS = ['requests', 'cpuMs', 'databaseMs', 'published', 'handled'] as const satisfies (keyof Work)[];

/** What a replica of each kind takes and does, as `aurora plan --measure` has found it. */
export interface Figures {
  readonly version: 1;
  readonly measuredAt: string;
  readonly fleet: string;
  readonly machine: Machine & { readonly database: string; readonly broker: string };
  /** Arrivals a second while each kind of action was measured, one kind after the other. */
  readonly rate: number;
  readonly seconds: number;
  /** The share of requests that was traced. */
  readonly traces: number;
  /** Processes that wanted each processor when it began: above 1 the machine was busy otherwise, and all figures are too high. */
  readonly load: number;
  readonly actions: Readonly<Partial<Record<Verb, Readonly<Record<Role, Work>>>>>;
  /** The most that one process of each kind was seen to have. */
  readonly memoryMb: Readonly<Partial<Record<Service['kind'], number>>>;
}
