import { stringify } from 'yaml';
import type { Fleet, Monitoring } from '../../config/model.ts';
import { dashboardsFor } from '../../monitoring/dashboards/dashboards.ts';
import { DATASOURCE } from '../../monitoring/dashboards/panel.ts';
import { printDashboard } from '../../monitoring/dashboards/print.ts';
import type { ExportedFile } from '../files.ts';

/** Where the folder with dashboards has to be for a Grafana: `provisioning/dashboards` names it. */
const DASHBOARDS = '/var/lib/grafana/dashboards';

/** Dashboards, and what leads Grafana to them and to its Prometheus. */
export function grafanaFiles(fleet: Fleet, monitoring: Monitoring, prometheus: string): ExportedFile[] {
  const dashboards = [...dashboardsFor(fleet, monitoring)];
  return [
    ...dashboards.map(([name, dashboard]) => ({ path: `dashboards/${name}.json`, content: printDashboard(dashboard) })),
    {
      path: 'provisioning/datasources/aurora.yml',
      content: yaml({
        apiVersion: 1,
        datasources: [
          {
            name: 'Aurora',
            ...DATASOURCE,
            access: 'proxy',
            url: prometheus,
            jsonData: { timeInterval: `${monitoring.scrapeSeconds}s` },
          },
        ],
      }),
    },
    {
      path: 'provisioning/dashboards/aurora.yml',
      content: yaml({
        apiVersion: 1,
        providers: [{ name: 'aurora', folder: fleet.name, type: 'file', options: { path: DASHBOARDS } }],
      }),
    },
    { path: 'README.md', content: readme(fleet) },
  ];
}

function yaml(document: object): string {
  return `# Written by aurora. Changes are overwritten.\n${stringify(document, { lineWidth: 0 })}`;
}

function readme({ name }: Fleet): string {
  return `# Dashboards of ${name}

Written by \`aurora export grafana\`. Grafana loads them when it starts:

\`\`\`sh
grafana server --homepath /usr/share/grafana cfg:paths.provisioning=$PWD/provisioning
docker run --rm --network host -v $PWD/provisioning:/etc/grafana/provisioning:ro -v $PWD/dashboards:${DASHBOARDS}:ro grafana/grafana
\`\`\`

The first wants a link from \`${DASHBOARDS}\` to \`dashboards/\`. \`provisioning/datasources/aurora.yml\` says where Prometheus is; its
queries use the series that \`rules.yml\` of \`aurora export prometheus\` records.
`;
}
