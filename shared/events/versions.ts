/**
 * What a consumer of an event type is bound to: all its versions, so that one that it does not know reaches it and is
 * parked, rather than missed. A whole word of a routing key, e.g. `shop.order-service.order.created.*`.
 */
export function anyVersion(type: string): string {
  return type.replace(/\.v\d+$/, '.*');
}
