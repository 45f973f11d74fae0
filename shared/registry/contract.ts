/** An instance as the registry lists it. */
export interface Instance {
  /** Unique among all running instances. */
  readonly id: string;
  /** Base URL, e.g. `http://127.0.0.1:8002`. */
  readonly url: string;
  readonly version: string;
  /** Side of a blue-green deploy; null outside of one. */
  readonly colour: string | null;
  /** ISO 8601: when its lease runs out unless it is renewed; by the clock of the registry, and as of when it was listed. */
  readonly expiresAt: string;
}

/** The answer of `GET /registry/services`: services with at least one live instance, by name. */
export interface ServiceList {
  readonly items: readonly { readonly name: string; readonly instances: readonly Instance[] }[];
}

/** What an instance says of itself: the body of `POST /registry/instances`. */
export interface Registration {
  /** Name of the service, e.g. `order-service`. */
  readonly service: string;
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly colour?: string | null | undefined;
}
