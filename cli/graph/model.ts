/** What belongs together in a fleet, as plain data: what every picture is drawn from, and what `aurora graph --format json` prints. */
export interface FleetGraph {
  readonly fleet: string;
  /** In the order of the config, as everything here. */
  readonly services: readonly GraphService[];
  readonly entities: readonly GraphEntity[];
  readonly subscribers: readonly GraphSubscriber[];
  readonly references: readonly GraphReference[];
  readonly events: readonly GraphEvent[];
}

export interface GraphService {
  readonly name: string;
  readonly kind: string;
  readonly port: number;
  /** Names of the services whose paths it serves. */
  readonly serves: readonly string[];
}

export interface GraphEntity {
  /** `<service>.<name>`. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly fields: readonly GraphField[];
}

/** Code of a service's own that acts on events. */
export interface GraphSubscriber {
  /** `<service>.<name>`. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
}

export interface GraphField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly unique: boolean;
}

export interface GraphReference {
  /** Ids of entities. */
  readonly from: string;
  readonly to: string;
  readonly field: string;
  readonly required: boolean;
  readonly onDelete: string;
}

export interface GraphEvent {
  readonly type: string;
  /** `created`, or as the config calls its own: `moneyTransferred`. */
  readonly name: string;
  /** Id of the entity that it tells of. */
  readonly publisher: string;
  /** Ids of who listens: entities that keep copies, and subscribers. */
  readonly listeners: readonly string[];
}
