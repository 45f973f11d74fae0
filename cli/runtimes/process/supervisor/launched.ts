import type { Child } from './child.ts';

/** A process that has been begun for a keeper, and what only its kind knows about it. */
export interface Launched {
  readonly child: Child;
  /** Lets it begin its work; before, it only loads its code. */
  open(): void;
  /** Settles when it is ready for use; rejects when the signal aborts. */
  untilReady(signal: AbortSignal): Promise<void>;
  /** Whether it waits at a gate, so that its successor may be loaded while it still runs. */
  readonly gated: boolean;
  /** Settles when it has loaded its code and waits at its gate; where it has none, when it was opened. */
  readonly loaded: Promise<void>;
}

/** How a keeper begins a process. */
export interface Recipe {
  readonly name: string;
  launch(): Promise<Launched>;
}
