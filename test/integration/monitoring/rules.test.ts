import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { USUAL_MONITORING } from '../../../cli/config/monitoring.ts';
import { grafanaFiles } from '../../../cli/export/grafana/plan.ts';
import { prometheusFiles } from '../../../cli/export/prometheus/plan.ts';
import { printRules, runbookOf } from '../../../cli/monitoring/print-rules.ts';
import { type AlertRule, isAlert } from '../../../cli/monitoring/rule.ts';
import { rulesFor } from '../../../cli/monitoring/rules/rules.ts';
import { repository } from '../../support/aurora.ts';
import { checkWith, prometheusMissing } from '../../support/prometheus.ts';
import { type AlertCase, casesFor } from './support/cases.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

/** Another one has other names, and none of this repository's. */
const CONFIGS = ['aurora.config.yaml', 'test/fleets/store/aurora.config.yaml'];

if (prometheusMissing) it.skip(`rules are checked by promtool: ${prometheusMissing}`, () => undefined);
else
  describe.each(CONFIGS)('monitoring of %s', (config) => {
    let fleet: Fleet;
    let alerts: readonly AlertRule[];
    beforeAll(async () => {
      fleet = await loadFleet({ file: join(repository, config), environment: 'development' });
      alerts = rulesFor(fleet, USUAL_MONITORING).flatMap(({ rules }) => rules.filter(isAlert));
    });

    it('is what promtool and amtool take', async () => {
      const webhook = 'https://alerts.example.org/secret';
      const wish = { fleet, monitoring: USUAL_MONITORING, ports: () => 8000, token: 'token', webhook };
      for (const { path, content } of prometheusFiles(wish)) await write(path, content);
      await checkWith('promtool', 'check', 'config', join(folder, 'prometheus.yml'));
      await checkWith('promtool', 'check', 'rules', '--lint=all', '--lint-fatal', join(folder, 'rules.yml'));
      await checkWith('amtool', 'check-config', join(folder, 'alertmanager.yml'));
    });

    it('tells of what goes wrong, and of nothing else', async () => {
      const cases = casesFor(fleet);
      expect(cases.map(({ alert }) => alert)).toEqual(alerts.map(({ alert }) => alert).toSorted(inOrderOf(cases)));
      // Each group by itself: promtool evaluates all rules that a file names, at each moment of each test.
      const groups = Map.groupBy(rulesFor(fleet, USUAL_MONITORING), ({ name }) => name.split('-')[0] as string);
      const files: string[] = [];
      for (const [name, rules] of groups) {
        await write(`${name}.yml`, printRules(rules));
        const own = new Set(rules.flatMap((group) => group.rules.filter(isAlert).map(({ alert }) => alert)));
        const byPace = Map.groupBy(
          cases.filter(({ alert }) => own.has(alert)),
          ({ every = '1m' }) => every,
        );
        for (const [every, group] of byPace) {
          const tests = group.flatMap((each) => testsOf(each, every, ruleOf(alerts, each)));
          const text = stringify({ rule_files: [`${name}.yml`], evaluation_interval: every, tests });
          files.push(await write(`${name}-every-${every}.yml`, text));
        }
      }
      await checkWith('promtool', 'test', 'rules', ...files);
    });

    it('draws what Prometheus can answer', async () => {
      const dashboards = grafanaFiles(fleet, USUAL_MONITORING, 'http://prometheus:9090').filter(({ path }) =>
        path.endsWith('.json'),
      );
      const queries = dashboards.flatMap(({ content }) => queriesIn(JSON.parse(content)));
      expect(queries.length).toBeGreaterThan(30);
      const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
      await checkWith(
        'promtool',
        'check',
        'rules',
        await write('queries.yml', stringify({ groups: [{ name: 'all', rules }] })),
      );
    });
  });

function queriesIn({ panels }: { panels: { targets?: { expr: string }[] }[] }): string[] {
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll('$service', 'any')));
}

/** So that a rule without a case, or a case without a rule, is what differs. */
function inOrderOf(cases: readonly AlertCase[]) {
  const place = (alert: string) => cases.findIndex((each) => each.alert === alert);
  return (a: string, b: string) => place(a) - place(b);
}

function ruleOf(alerts: readonly AlertRule[], { alert }: AlertCase): AlertRule {
  const rule = alerts.find((each) => each.alert === alert);
  if (!rule) throw new Error(`No rule ${alert}`);
  return rule;
}

/** One test for when it fires, and one for each time that it must not, as promtool reads them. */
function testsOf({ alert, fires, quiet }: AlertCase, every: string, { severity, next }: AlertRule) {
  const test = (name: string, { series, at }: { series: object; at: string }, expected: object[]) => ({
    interval: every,
    name: `${alert}: ${name}`,
    input_series: Object.entries(series).map(([each, values]) => ({ series: each, values })),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
  });
  const expected = fires.alerts.map(({ labels, summary, description }) => ({
    exp_labels: { severity, ...labels },
    exp_annotations: {
      summary,
      description,
      runbook: runbookOf(alert, next).replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label) => labels[label] ?? ''),
    },
  }));
  return [test('fires', fires, expected), ...Object.entries(quiet).map(([name, each]) => test(name, each, []))];
}
