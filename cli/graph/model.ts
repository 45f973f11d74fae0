/** What belongs together in a fleet, as plain data: what every picture is drawn from, and what `aurora graph --format json` prints. */
export interface FleetGraph {
  readonly fleet: string;
  /** In the order of the config, as everything here. */
  readonly services: readonly GraphService[];
  readonly entities: readonly GraphEntity[];
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
  /** `<fleet>.<service>.<entity>.<name>.v1`. */
  readonly type: string;
  /** `created`. */
  readonly name: string;
  /** Id of the entity that it tells of. */
  readonly publisher: string;
  /** Ids of who listens: entities that keep copies. */
  readonly listeners: readonly string[];
}
