/** One path of the fleet and all below it, and who answers there. */
export interface Route {
  /** Without a trailing slash, e.g. `/api/v1/orders`; parameters as the router spells them, e.g. `/api/v1/files/:id/content`. */
  readonly path: string;
  /** As it is called in the registry. */
  readonly service: string;
  /** The scope that GET and HEAD need; null: public. Absent: this route does not answer them. */
  readonly read?: string | null;
  /** The scope that every other method needs; null: public. Absent: this route does not answer them. */
  readonly write?: string | null;
  /** Scopes of single methods that need another one than `write`. */
  readonly writes?: Readonly<Record<string, string>>;
  /** Of which paths a write may make kept answers stale; absent: of this one. */
  readonly touches?: readonly string[];
  /** False: its answers are never kept. */
  readonly kept?: boolean;
}
