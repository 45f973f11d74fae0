import { DATASOURCE, type Dashboard, type Panel, type Row, type Variable } from './panel.ts';

/** Grafana 11's; newer ones bring it up to theirs when they load it. */
const SCHEMA_VERSION = 39;
/** Columns of Grafana's grid. */
const COLUMNS = 24;
const HEIGHTS = { stat: 4, timeseries: 8 };

/** A dashboard as Grafana loads it from a file. */
export function printDashboard(dashboard: Dashboard): string {
  const { uid, title, about, tags, variables, rows } = dashboard;
  const document = {
    uid,
    title,
    description: about,
    tags: ['aurora', ...tags],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: variables.map(variableOf) },
    annotations: { list: [] },
    links: [
      { type: 'dashboards', title: 'More of this fleet', tags: ['aurora', ...tags], asDropdown: true, keepTime: true },
    ],
    panels: panelsOf(rows),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function variableOf({ name, label, query }: Variable) {
  return {
    name,
    label,
    type: 'query',
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: 'Variable' },
    refresh: 2,
    sort: 1,
    multi: false,
    includeAll: false,
    hide: 0,
  };
}

function panelsOf(rows: readonly Row[]) {
  let [id, y] = [0, 0];
  return rows.flatMap(({ title, panels }) => {
    id += 1;
    const head = { id, type: 'row', title, collapsed: false, gridPos: { h: 1, w: COLUMNS, x: 0, y }, panels: [] };
    y += 1;
    const width = COLUMNS / panels.length;
    const height = Math.max(...panels.map(({ kind }) => HEIGHTS[kind]));
    const own = panels.map((panel, index) => {
      id += 1;
      return panelOf(panel, id, { h: height, w: width, x: index * width, y });
    });
    y += height;
    return [head, ...own];
  });
}

function panelOf({ title, about, kind, unit, queries, limit }: Panel, id: number, gridPos: object) {
  const red = limit === undefined ? [] : [{ color: 'red', value: limit }];
  return {
    id,
    type: kind,
    title,
    description: about,
    datasource: DATASOURCE,
    gridPos,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      editorMode: 'code',
      expr,
      legendFormat: legend,
      instant: kind === 'stat',
      range: kind === 'timeseries',
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        color: { mode: kind === 'stat' ? 'thresholds' : 'palette-classic' },
        thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }, ...red] },
        ...(kind === 'timeseries' && { custom: CURVE }),
      },
      overrides: [],
    },
    options: kind === 'stat' ? STAT : TIMESERIES,
  };
}

const CURVE = { drawStyle: 'line', lineWidth: 1, fillOpacity: 10, showPoints: 'never', spanNulls: false };
const STAT = {
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  colorMode: 'background',
  graphMode: 'none',
  justifyMode: 'auto',
  textMode: 'value_and_name',
  orientation: 'auto',
};
const TIMESERIES = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' },
};
