import type { Danger, Engine, Rule } from '../../../cli/migrate/lint/contract.ts';
import { PROBLEMS } from '../../../cli/migrate/lint/problems.ts';
import { RULES } from '../../../cli/migrate/lint/rules/all.ts';

const NAMES: Readonly<Record<Engine, string>> = { postgres: 'PostgreSQL', mysql: 'MySQL, MariaDB' };

/** The rules of `aurora migrate lint`, a table for each danger. */
export function lintTables(): Record<string, string> {
  const dangers: Danger[] = ['old-code', 'lock', 'data', 'runner'];
  const ofFiles = Object.entries(PROBLEMS).map(([id, { why, safe }]) => `| \`${id}\` | ${why} | ${safe} |`);
  return {
    ...Object.fromEntries(dangers.map((danger) => [`rules-${danger}`, tableOf(danger)])),
    problems: ['| finding | what is wrong | instead |', '| --- | --- | --- |', ...ofFiles].join('\n'),
  };
}

function tableOf(danger: Danger): string {
  const rules = RULES.filter((rule) => rule.danger === danger);
  return ['| rule | engine | what is wrong | safe form |', '| --- | --- | --- | --- |', ...rules.flatMap(rows)].join(
    '\n',
  );
}

/** A row for each engine of which something else is to be said. */
function rows({ id, engines, severity, why, safe }: Rule): string[] {
  const name = severity === 'warning' ? `\`${id}\` (warning)` : `\`${id}\``;
  const told = (engine: Engine) =>
    [why, safe].map((words) => (typeof words === 'string' ? words : words[engine])).join(' | ');
  if (new Set(engines.map(told)).size === 1) {
    const where = engines.length > 1 ? 'all' : NAMES[engines[0] as Engine];
    return [`| ${name} | ${where} | ${told(engines[0] as Engine)} |`];
  }
  return engines.map((engine) => `| ${name} | ${NAMES[engine]} | ${told(engine)} |`);
}
