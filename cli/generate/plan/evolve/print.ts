import { isDeepStrictEqual } from 'node:util';
import { fitLine } from '../../format/fit-line.ts';
import { printProperty, printString } from '../../format/literal.ts';
import { fitsOnLine } from '../../format/width.ts';
import { type ByEngine, inTurn, type Phase, STAGES, type Statement, type Step } from './contract.ts';

export interface PrintedMigration {
  readonly phase: Phase;
  /** What it does, a sentence each. */
  readonly says: readonly string[];
  /** What its way back cannot bring back. */
  readonly loses: readonly string[];
  readonly steps: readonly Step[];
}

/** The file of a migration, laid out as the formatter would. */
export function printMigration({ phase, says, loses, steps }: PrintedMigration): string {
  const inOrder = steps.toSorted((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  const ups = inOrder.map(({ why, up }) => ({ why, does: up }));
  const downs = stopsFirst(inOrder.toReversed().map(({ down }) => down)).map((does) => ({ why: undefined, does }));
  const all = [...ups, ...downs].flatMap(({ does }) => [...does.postgres, ...does.mysql]);
  const [asks, backfills] = [!all.every(isRows), all.some(isRows)];
  const heading = phase === 'contract' ? ['Only once nothing of the version before runs.', ...says] : says;
  const backs = loses.map((what) => `What was in ${what} does not come back.`);
  return [
    ...(asks ? ["import type { Sequelize } from 'sequelize';", ''] : []),
    'interface Context {',
    ...(asks ? ['  readonly sequelize: Sequelize;'] : []),
    ...(backfills
      ? ['  readonly backfill: (work: { table: string; set: string; where: string }) => Promise<void>;']
      : []),
    '}',
    '',
    ...(phase === 'contract' ? ["export const phase = 'contract';"] : []),
    ...(isApart(all) ? ['export const transaction = false;'] : []),
    ...printAllow(inOrder),
    ...(phase === 'contract' || isApart(all) || inOrder.some(({ allow }) => allow) ? [''] : []),
    ...printComment(heading),
    ...printWay('up', ups),
    '',
    ...printComment(backs),
    ...printWay('down', downs),
    ...(all.some(isStop) ? ['', ...STOP] : []),
    '',
  ].join('\n');
}

/** Reasons for what lint finds, each once. */
function printAllow(steps: readonly Step[]): string[] {
  const reasons = steps.flatMap(({ allow = {} }) => Object.entries(allow));
  const rules = Map.groupBy(reasons, ([rule]) => rule);
  if (rules.size === 0) return [];
  const lines = [...rules].map(([rule, all]) => {
    return printProperty(rule, [...new Set(all.map(([, reason]) => reason))].join(' '), 2);
  });
  const flat = `export const allow = { ${lines.map((line) => line.trim().replace(/,$/, '')).join(', ')} };`;
  return lines.length === 1 && fitsOnLine(flat) && !lines[0]?.includes('\n')
    ? [flat]
    : ['export const allow = {', ...lines.flatMap((line) => line.split('\n')), '};'];
}

interface Part {
  readonly why: string | undefined;
  readonly does: ByEngine;
}

const STOP = `/** Before anything is changed by what follows. */
async function stopAt(sequelize: Sequelize, count: string, because: string): Promise<void> {
  const [found] = await sequelize.query(count);
  const [{ number = 0 } = {}] = found as { number?: number | string }[];
  if (Number(number) > 0) throw new Error(\`\${number} \${because}\`);
}`.split('\n');

/** PostgreSQL does these in no transaction, or should not, or they lock for as long as it lasts. */
function isApart(statements: readonly Statement[]): boolean {
  return statements.some(
    (each) =>
      isRows(each) || (typeof each === 'string' && /\bCONCURRENTLY\b|\bVALIDATE CONSTRAINT\b|\bADD VALUE\b/.test(each)),
  );
}

function isRows(statement: Statement): boolean {
  return typeof statement === 'object' && 'set' in statement;
}

function isStop(statement: Statement): boolean {
  return typeof statement === 'object' && 'because' in statement;
}

/** Nothing has changed yet when one stops. */
function stopsFirst(parts: readonly ByEngine[]): ByEngine[] {
  const only = (keep: (statement: Statement) => boolean) =>
    parts.map(({ postgres, mysql }) => ({ postgres: postgres.filter(keep), mysql: mysql.filter(keep) }));
  return [...only(isStop), ...only((statement) => !isStop(statement))];
}

function printWay(name: 'up' | 'down', parts: readonly Part[]): string[] {
  const statements = parts.flatMap(({ does }) => [...does.postgres, ...does.mysql]);
  // Values that rows have been given stay.
  if (statements.length === 0) return [`export async function ${name}(): Promise<void> {}`];
  const uses = [...(statements.every(isRows) ? [] : ['sequelize']), ...(statements.some(isRows) ? ['backfill'] : [])];
  const blocks = blocksOf(parts);
  return [
    `export async function ${name}({ ${uses.join(', ')} }: Context): Promise<void> {`,
    ...(blocks.some(({ on }) => on !== 'all') ? ["  const postgres = sequelize.getDialect() === 'postgres';"] : []),
    ...blocks.flatMap(printBlock),
    '}',
  ];
}

/** Statements for all engines, or what each of them has instead. */
type Block =
  | { readonly on: 'all'; readonly why: string | undefined; readonly does: readonly Statement[] }
  | { readonly on: 'each'; readonly why: string | undefined; readonly does: ByEngine };

/** What begins alike is said once, and what differs in one place as long as nothing has to be said of it. */
function blocksOf(parts: readonly Part[]): Block[] {
  const blocks: Block[] = [];
  for (const { why, does } of parts) {
    const { postgres, mysql } = does;
    let alike = 0;
    while (alike < postgres.length && isDeepStrictEqual(postgres[alike], mysql[alike])) alike++;
    if (alike > 0) blocks.push({ on: 'all', why, does: postgres.slice(0, alike) });
    const rest = { postgres: postgres.slice(alike), mysql: mysql.slice(alike) };
    if (rest.postgres.length + rest.mysql.length === 0) continue;
    const last = blocks.at(-1);
    if (last?.on === 'each' && why === undefined) blocks.splice(-1, 1, { ...last, does: inTurn(last.does, rest) });
    else blocks.push({ on: 'each', why: alike > 0 ? undefined : why, does: rest });
  }
  return blocks;
}

function printBlock({ why, ...block }: Block): string[] {
  const comment = why === undefined ? [] : [`  // ${why}`];
  const lines = (statements: readonly Statement[], indent: number) =>
    statements.flatMap((each) => printStatement(each, indent));
  if (block.on === 'all') return [...comment, ...lines(block.does, 2)];
  const { postgres, mysql } = block.does;
  if (mysql.length === 0) return [...comment, '  if (postgres) {', ...lines(postgres, 4), '  }'];
  if (postgres.length === 0) return [...comment, '  if (!postgres) {', ...lines(mysql, 4), '  }'];
  return [...comment, '  if (postgres) {', ...lines(postgres, 4), '  } else {', ...lines(mysql, 4), '  }'];
}

function printStatement(statement: Statement, indent: number): string[] {
  const space = ' '.repeat(indent);
  if (typeof statement === 'string') return printQuery(statement, space);
  if ('because' in statement) {
    const args = ['sequelize', printSql(statement.count), printString(statement.because)];
    return fitLine([`${space}await stopAt(`, ...args.map((arg) => `${space}  ${arg},`), `${space});`].join('\n')).split(
      '\n',
    );
  }
  const { table, set, where } = statement;
  const property = (key: string, value: string) => {
    const flat = `${space}  ${key}: ${printSql(value)},`;
    return flat.length <= 120 || value.includes('\n')
      ? [flat]
      : [`${space}  ${key}:`, `${space}    ${printSql(value)},`];
  };
  return [
    `${space}await backfill({`,
    ...property('table', table),
    ...property('set', set),
    ...property('where', where),
    `${space}});`,
  ];
}

function printQuery(sql: string, space: string): string[] {
  if (sql.includes('\n')) {
    const text = sql.replaceAll('\n', `\n${space}  `);
    return `${space}await sequelize.query(${template(text)});`.split('\n');
  }
  return fitLine([`${space}await sequelize.query(`, `${space}  ${printSql(sql)},`, `${space});`].join('\n')).split(
    '\n',
  );
}

function printSql(sql: string): string {
  return sql.includes("'") ? template(sql) : `'${sql.replaceAll('\\', '\\\\')}'`;
}

function template(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

function printComment(sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const flat = `/** ${sentences.join(' ')} */`;
  return flat.length <= 120 ? [flat] : ['/**', ...sentences.map((each) => ` * ${each}`), ' */'];
}
