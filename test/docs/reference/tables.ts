import { exitCodes } from '../../../cli/errors.ts';
import { CATALOGUE } from '../../../shared/errors/catalogue.ts';
import { serviceVariables } from '../../../shared/settings/environment.ts';

/** Exit codes of the CLI. */
export function exitCodeTable(): string {
  const rows = Object.entries(exitCodes).map(([name, { code, meaning }]) => `| ${code} | \`${name}\` | ${meaning} |`);
  return ['| code | name | meaning |', '| ---: | --- | --- |', ...rows].join('\n');
}

/** Errors that services answer with. */
export function problemTable(): string {
  const rows = Object.entries(CATALOGUE).map(([code, { status, title }]) => `| ${status} | \`${code}\` | ${title} |`);
  return ['| status | code | title |', '| ---: | --- | --- |', ...rows].join('\n');
}

/** What a service reads from its environment. */
export function variableTable(): string {
  const needy = { name: 'its own', fleet: 'its own', needs: { database: true, broker: true } };
  const rows = Object.values(serviceVariables(needy, true)).map((variable) => {
    const usual =
      'fallback' in variable
        ? defaultOf(variable.name, variable.fallback)
        : (NEEDED_WHERE[variable.name] ?? '*needed*');
    return `| \`${variable.name}\` | ${variable.about.replace(/\b\w+:\/\/\S*/g, '`$&`')} | ${usual} |`;
  });
  return ['| variable | is | default |', '| --- | --- | --- |', ...rows].join('\n');
}

/** What only some services cannot run without. */
const NEEDED_WHERE: Readonly<Record<string, string>> = {
  DATABASE_URL: '*needed* with a database',
  BROKER_URL: '*needed* with events',
  AUTH_SIGNING_KEY: '*needed* with `CONFIG_URL`',
};

function defaultOf(name: string, fallback: unknown): string {
  if (fallback === undefined) return '';
  if (name === 'INSTANCE_ID') return 'random';
  if (fallback === 'its own') return fallback;
  return typeof fallback === 'object' ? '' : `\`${fallback}\``;
}
