import type { Colour } from '../runtimes/colours.ts';
import type { Release } from '../runtimes/stage.ts';

/** In their order. Each is written down before it begins, and when it has ended. */
export const PHASES = [
  'check',
  'images',
  'make-room',
  'expand',
  'stand',
  'gate',
  'warm-up',
  'smoke',
  'pause',
  'canary',
  'cutover',
  'watch',
  'drain',
] as const;

export const CHECKS = ['disk', 'migrations', 'contracts'] as const;
export type DeployCheck = (typeof CHECKS)[number];

export type PhaseName = (typeof PHASES)[number];

/**
 * - `running`: somebody works on it, or was killed while at it.
 * - `paused`: it waits for `aurora deploy promote`.
 * - `done`: the new versions serve.
 * - `undone`: it failed or was called off; the versions of before serve.
 */
export type DeployState = 'running' | 'paused' | 'done' | 'undone';

/** One service of a deploy. */
export interface ServiceChange {
  readonly service: string;
  readonly from: Release & { readonly colour: Colour };
  readonly to: Release & { readonly colour: Colour };
}

export interface PhaseRecord {
  readonly name: PhaseName | 'undo' | 'finish';
  /** ISO 8601, as all times here. */
  readonly startedAt: string;
  /** Null: it goes on, or its process was killed. */
  readonly endedAt: string | null;
  readonly outcome: 'done' | 'failed' | null;
  /** What is worth knowing of it, one line each. */
  readonly notes: readonly string[];
}

/** Why a deploy was undone. */
export interface Failure {
  readonly phase: PhaseName;
  readonly service: string | null;
  /** Of the error. */
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  /** The last lines that the new version has logged. */
  readonly lines: readonly string[];
}

/** What clients meet of the versions of before, to judge the new ones by. */
export interface Baseline {
  readonly service: string;
  /** Share of the requests that failed, 0 to 1. */
  readonly failedShare: number;
  readonly meanMs: number;
}

/** All that is known of a deploy; what its file holds. */
export interface DeployRecord {
  /** Sorts by time, e.g. `20261127-103000-3fa9`. */
  readonly id: string;
  readonly kind: 'deploy' | 'rollback';
  readonly fleet: string;
  readonly environment: string;
  readonly state: DeployState;
  /** `user@host`. */
  readonly by: string;
  readonly reason: string | null;
  readonly tag: string | null;
  /** A folder or a broker that knows what runs where, which has to say yes, and is told afterwards; null: nobody is asked. */
  readonly contracts: string | null;
  /** What was not to be looked at before. */
  readonly skip: readonly DeployCheck[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** In the order in which they are switched: whoever is called before whoever calls. */
  readonly services: readonly ServiceChange[];
  /** Stops before the cutover until it is promoted. */
  readonly pause: boolean;
  /** Per cent, one step after the other. */
  readonly canary: readonly number[];
  readonly phases: readonly PhaseRecord[];
  /** From here on the versions of before are put back, whatever happens. */
  readonly undoing: boolean;
  readonly failure: Failure | null;
  readonly baseline: readonly Baseline[];
  /** Services whose migrations were not all applied when it looked: the others have none that wait for its end. Null: it has not looked. */
  readonly migrating: readonly string[] | null;
  readonly migrations: readonly {
    readonly service: string;
    readonly phase: 'expand' | 'contract';
    readonly names: readonly string[];
  }[];
  /** Milliseconds that the edge took to switch all of them; null before that. */
  readonly switchMs: number | null;
  /** Requests that were under way on the versions of before when they were switched, and of those the ones that outlasted the drain. */
  readonly drained: { readonly requests: number; readonly left: number } | null;
  /** Whether the versions of before still stand beside the new ones. */
  readonly warm: boolean;
  /** Where the new versions can be looked at while it is paused; empty where `aurora deploy preview` alone leads there. */
  readonly previews: readonly { readonly service: string; readonly url: string }[];
}

export function isOpen({ state }: Pick<DeployRecord, 'state'>): boolean {
  return state === 'running' || state === 'paused';
}

/** Whether a phase has begun, ended or not. */
export function hasBegun({ phases }: Pick<DeployRecord, 'phases'>, name: PhaseName): boolean {
  return phases.some((phase) => phase.name === name);
}

export function isDone({ phases }: Pick<DeployRecord, 'phases'>, name: PhaseName): boolean {
  return phases.some((phase) => phase.name === name && phase.outcome === 'done');
}

export function namesOf({ services }: Pick<DeployRecord, 'services'>): readonly string[] {
  return services.map(({ service }) => service);
}
