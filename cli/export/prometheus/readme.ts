import type { Fleet, Monitoring } from '../../config/model.ts';

/** What somebody needs to know who has the folder alone. */
export function readme({ name, environment }: Fleet, { retentionDays }: Monitoring): string {
  return `# Prometheus for ${name}, ${environment}

Written by \`aurora export prometheus --env ${environment}\`. The same command brings the folder up to date; what you edit here it
does not overwrite without \`--force\`.

\`\`\`sh
promtool check config prometheus.yml
prometheus --config.file=prometheus.yml --storage.tsdb.retention.time=${retentionDays}d
alertmanager --config.file=alertmanager.yml
\`\`\`

| file | is |
| --- | --- |
| \`prometheus.yml\` | where the services are, and how often they are asked |
| \`rules.yml\` | recording rules and alerts |
| \`alertmanager.yml\` | whom Alertmanager tells |
| \`metrics.token\` | opens \`/metrics\` of every service, and nothing else |

A service that runs elsewhere: change its address under \`static_configs\`, and keep the label \`service\`, by which rules know it.
`;
}
