import type { Comparison } from './compare.ts';
import type { Measured } from './contract.ts';

/** What `aurora load --json` prints and a baseline keeps. */
export interface Report extends Measured {
  readonly scenario: string;
  /** Of all that the scenario asks for: only runs of the same are compared. */
  readonly fingerprint: string;
  readonly machine: Machine;
  readonly target: string;
  readonly services: readonly ServiceLoad[];
  readonly comparison: Comparison | null;
  readonly passed: boolean;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly runtime: string;
}

/** What a service took while it was under load. */
export interface ServiceLoad {
  readonly service: string;
  /** Of one core, all instances together; null where the runtime could not tell. */
  readonly cpuPercent: { readonly mean: number; readonly max: number } | null;
  readonly memoryMb: { readonly max: number } | null;
  /** What is near its end: the event loop, the pool. */
  readonly hints: readonly string[];
}
