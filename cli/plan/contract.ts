import type { Service } from '../config/model.ts';
import type { Share } from './mix.ts';

export interface Wish {
  /** Arrivals a second at the gateway. */
  readonly rps: number;
  readonly mix: readonly Share[];
  /** The share of a replica's processor and pool that is in use on average; what is left is for bursts. */
  readonly busy: number;
  /** Replicas of each service that may be gone while the others carry all. */
  readonly spare: number;
  readonly databaseCores: number;
}

export interface ServicePlan {
  readonly name: string;
  readonly kind: Service['kind'];
  /** What the config says. */
  readonly configured: number;
  readonly replicas: number;
  /** What decides their number. */
  readonly because: 'processor' | 'pool' | 'held requests' | 'one is enough' | 'files in a folder';
  readonly requests: number;
  /** Of processors, all replicas together. */
  readonly cores: number;
  readonly memoryMb: number;
  readonly databaseConnections: { readonly atWork: number; readonly most: number };
  readonly published: number;
  readonly handled: number;
  /** Arrivals a second of the whole mix at which the replicas of the config are as busy as they may be; null: none concerns it. */
  readonly enoughFor: number | null;
}

export interface Capacity {
  readonly rps: number;
  readonly mix: readonly Share[];
  readonly busy: number;
  readonly spare: number;
  readonly services: readonly ServicePlan[];
  readonly totals: {
    readonly replicas: number;
    readonly cores: number;
    readonly memoryMb: number;
    readonly databaseConnections: number;
    /** Of database servers together, at most: time in which connections were in use, waits for disks and networks in it. */
    readonly databaseCores: number;
    readonly brokerConnections: number;
    readonly cacheConnections: number;
  };
  /** The service whose replicas, as the config has them, are the first that do not do; null: none is concerned. */
  readonly first: { readonly service: string; readonly at: number } | null;
  /** What more replicas do not lift, the nearest first. */
  readonly limits: readonly Limit[];
}

/** Something that the whole fleet has once, however many replicas there are. */
export interface Limit {
  readonly what: string;
  readonly needs: number;
  readonly has: number;
  readonly unit: string;
  /** Arrivals a second at which all of it is in use. */
  readonly at: number;
  /** The way past it. */
  readonly lift: string;
}
