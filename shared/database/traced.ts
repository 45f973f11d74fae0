import { addBelow, currentContext, errorType, spanClock } from '../context/index.ts';
import { describeSql } from '../tracing/index.ts';
import type { Dialect } from './contract.ts';

/** Runs statements as a dialect does, and tells the span of each. @param system as OpenTelemetry calls the engine */
export function tracedDialect(dialect: Dialect, system: string): Dialect {
  return {
    ...dialect,
    async run(connection, statement, values) {
      const context = currentContext();
      if (context?.spans === undefined) return dialect.run(connection, statement, values);
      const startedAt = spanClock();
      const { name, attributes } = describeSql(statement.text);
      const told = { kind: 'database', name, startedAt } as const;
      // Its text has places where values belong.
      const known = { 'db.system.name': system, ...attributes, 'db.query.text': statement.text.slice(0, LONGEST) };
      try {
        const result = await dialect.run(connection, statement, values);
        addBelow(context, { ...told, attributes: { ...known, 'db.response.returned_rows': result.count } });
        return result;
      } catch (error) {
        addBelow(context, { ...told, failed: true, attributes: { ...known, 'error.type': errorType(error) } });
        throw error;
      }
    },
  };
}

/** Characters of a statement; lists with many filters are longer. */
const LONGEST = 2_000;

/** For Sequelize, whose own statements are told without their text: it has values in it. */
export function traceSequelize(system: string): (sql: string, durationMs: number) => void {
  return (sql, durationMs) => {
    const context = currentContext();
    if (context?.spans === undefined) return;
    const { name, attributes } = describeSql(sql.replace(/^Executed \([^)]*\): /, ''));
    addBelow(context, {
      kind: 'database',
      name,
      startedAt: spanClock() - durationMs,
      durationMs,
      attributes: { 'db.system.name': system, ...attributes },
    });
  };
}
