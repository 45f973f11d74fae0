import type { DependencyReport, ReadinessReport } from '../../app/index.ts';

export type Status = ReadinessReport['status'];

/** An instance of a service, as the gateway knows it. */
export interface KnownInstance {
  /** Null: no registry has told. */
  readonly id: string | null;
  /** Base URL. */
  readonly url: string;
  readonly version: string | null;
  readonly colour: string | null;
}

/** What an instance says of itself. */
export interface InstanceReport {
  readonly status: Status;
  readonly version?: string;
  readonly build?: string | null;
  readonly startedAt?: string;
  readonly dependencies: readonly Omit<DependencyReport, 'detail'>[];
  /** Why it could not be asked. */
  readonly reason?: string;
}

export interface InstanceView extends InstanceReport, Pick<KnownInstance, 'id' | 'colour'> {
  /** Host and port, without anything that a URL may hold besides. */
  readonly address: string;
  /** ISO 8601: when it was first seen in this status. */
  readonly since: string;
  /** How long it took to answer, or to be given up on. */
  readonly latencyMs: number;
}

export interface ServiceView {
  readonly name: string;
  readonly status: Status;
  readonly instances: readonly InstanceView[];
}

export interface FleetView {
  readonly status: Status;
  /** ISO 8601. */
  readonly at: string;
  readonly services: readonly ServiceView[];
}
