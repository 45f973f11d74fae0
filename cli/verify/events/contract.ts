import type { CloudEvent } from '../../events/fleet-code.ts';

/** Events as they pass by, on whatever broker the fleet has. */
export interface EventWatch {
  /**
   * Begins to listen, unless it does already; once this is done, nothing that is published is missed.
   * @throws CheckSkipped where the broker cannot be reached from here, with the reason
   */
  open(): Promise<void>;
  /**
   * The first event of a type that has passed by since the watch was opened, or does within the time.
   * @throws CheckFailed that tells what did come, when none does; CheckSkipped as `open` does, which comes first
   */
  expect(wanted: WantedEvent, withinMs?: number): Promise<CloudEvent>;
}

export interface WantedEvent {
  /** E.g. `shop.order-service.order.created.v1`; without its version, any version. */
  readonly type: string;
  /** The id of whom it is about. */
  readonly subject?: string | undefined;
  readonly correlationId?: string | undefined;
}
