import type { CloudEvent } from '../../events/fleet-code.ts';

/** Events as they pass by, on whatever broker the fleet has. */
export interface EventWatch {
  /**
   * The first event of a type that has passed by since the watch was opened, or does within the time.
   * @throws CheckFailed that tells what did come, when none does
   */
  expect(wanted: WantedEvent, withinMs?: number): Promise<CloudEvent>;
}

export interface WantedEvent {
  /** E.g. `shop.order-service.order.created.v1`. */
  readonly type: string;
  /** The id of whom it is about. */
  readonly subject?: string;
  readonly correlationId?: string;
}
