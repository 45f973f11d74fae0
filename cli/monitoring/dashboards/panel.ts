/** The datasource that the provisioning files make. */
export const DATASOURCE = { type: 'prometheus', uid: 'aurora-prometheus' } as const;

/** What a panel asks Prometheus. */
export interface Query {
  readonly expr: string;
  /** With `{{label}}` for values of labels. */
  readonly legend: string;
}

/** Grafana's names of units. */
export type Unit = 'reqps' | 's' | 'percentunit' | 'short' | 'bytes' | 'cps' | 'bool_on_off';

export interface Panel {
  readonly title: string;
  /** What it tells, and when to worry. */
  readonly about: string;
  readonly kind: 'timeseries' | 'stat';
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** From here on it is red. */
  readonly limit?: number;
}

/** A row of panels of one width. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Stable: links lead to it. */
  readonly uid: string;
  readonly title: string;
  readonly about: string;
  readonly tags: readonly string[];
  /** A list to choose from above the panels. */
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

export interface Variable {
  readonly name: string;
  readonly label: string;
  /** In Grafana's own language: `label_values(metric, label)`. */
  readonly query: string;
}
