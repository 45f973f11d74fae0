import { RULES, type Rule } from '../../../cli/contracts/diff/rules.ts';

const SEVERITIES = { breaking: '**breaking**', additive: 'additive' } as const;

/** Every rule of `contracts diff`, with what is otherwise in its example. */
export function contractRules(): string {
  const rows = Object.entries<Rule>(RULES).map(([id, { of, severity, title, why, example }]) => {
    const shown = example ? `${code(example[0])} → ${code(example[1])}` : '';
    return `| \`${id}\` | ${of} | ${title} | ${SEVERITIES[severity]} | ${why} | ${shown} |`;
  });
  return ['| rule | of | tells that | is | because | example |', '| --- | --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function code(schema: object): string {
  return `\`${JSON.stringify(schema).replaceAll('|', '\\|')}\``;
}
