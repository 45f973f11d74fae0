import type { Threshold } from '../result/threshold.ts';

/** load/<name>.yaml, checked against the fleet, with what it leaves unsaid. Plain data: it travels to the generator. */
export interface Scenario {
  readonly name: string;
  /** A service; absent: the gateway, or the only one that answers for all. */
  readonly target?: string;
  readonly arrivals: 'poisson' | 'even';
  readonly seed: number;
  readonly warmupMs: number;
  readonly connections: { readonly max: number; readonly keepAlive: boolean };
  readonly maxOutstanding: number;
  readonly timeoutMs: number;
  readonly rows: number;
  readonly phases: readonly Phase[];
  readonly actions: readonly Action[];
  readonly thresholds: readonly Threshold[];
}

export interface Phase {
  readonly name: string;
  readonly durationMs: number;
  /** Arrivals a second at its beginning and its end. */
  readonly from: number;
  readonly to: number;
  /** 0: a straight line. */
  readonly steps: number;
}

export type EntityVerb = 'read' | 'page' | 'create' | 'update' | 'delete';
export const ENTITY_VERBS: readonly EntityVerb[] = ['read', 'page', 'create', 'update', 'delete'];

export interface Action {
  readonly name: string;
  readonly weight: number;
  readonly does: Deed;
}

export type Deed =
  /** `entity` is `service.Entity`. */
  | { readonly verb: EntityVerb; readonly entity: string }
  | { readonly verb: 'upload' | 'download'; readonly bytes: number }
  | { readonly verb: 'requests'; readonly requests: readonly OwnRequest[] };

export interface OwnRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly expect?: number;
  /** Name → JSON pointer. */
  readonly save: Readonly<Record<string, string>>;
  readonly thinkMs: number;
}
