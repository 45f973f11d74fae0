import { databaseName } from '../../../../config/database-names.ts';
import type { Column, Table } from '../../../../schema/contract.ts';
import { type ByEngine, inTurn, NOTHING, type Phase, type Step } from '../contract.ts';
import { quoted } from '../names.ts';
import { postgresType } from '../spell.ts';

/** One value in two columns while code of before writes the old one, and code of after the new one. */
export function keepInStep(table: Table, from: Column, to: Column): Step[] {
  const triggers = triggersFor(table, from, to);
  const rows = (value: string) => {
    return {
      table: table.name,
      set: `${quoted(to.name)} = ${value}`,
      where: `${quoted(to.name)} IS NULL AND ${quoted(from.name)} IS NOT NULL`,
    };
  };
  const old = quoted(from.name);
  return [
    {
      phase: 'expand',
      stage: 'sync',
      why: `What is written to ${from.name} or ${to.name} is in both.`,
      up: triggers.create,
      down: triggers.drop,
    },
    {
      phase: 'expand',
      stage: 'fill',
      up: {
        postgres: [rows(from.type.kind === 'enum' ? `${old}::text::${postgresType(table.name, to)}` : old)],
        mysql: [rows(old)],
      },
      down: NOTHING,
    },
  ];
}

/** Also fills the old one again on the way back. */
export function letGo(table: Table, from: Column, to: Column): Step[] {
  const triggers = triggersFor(table, from, to);
  const fresh = quoted(to.name);
  const rows = (value: string) => {
    return {
      table: table.name,
      set: `${quoted(from.name)} = ${value}`,
      where: `${quoted(from.name)} IS NULL AND ${fresh} IS NOT NULL`,
    };
  };
  const refill: ByEngine = {
    postgres: [rows(from.type.kind === 'enum' ? `${fresh}::text::${postgresType(table.name, from)}` : fresh)],
    mysql: [rows(fresh)],
  };
  const phase: Phase = 'contract';
  return [{ phase, stage: 'unsync', up: triggers.drop, down: inTurn(triggers.create, refill) }];
}

function triggersFor(table: Table, from: Column, to: Column): { create: ByEngine; drop: ByEngine } {
  const name = databaseName(table.name, to.name, 'sync');
  const [old, fresh] = [quoted(from.name), quoted(to.name)];
  // PostgreSQL does not compare json.
  const value = (row: string, column: string) => `${row}.${column}${from.type.kind === 'json' ? '::text' : ''}`;
  const differs = (column: string) => `${value('NEW', column)} IS DISTINCT FROM ${value('OLD', column)}`;
  const events = ['insert', 'update'];
  const mysqlName = (event: string) => quoted(databaseName(name, event));
  const head = (event: string) =>
    `CREATE TRIGGER ${mysqlName(event)} BEFORE ${event.toUpperCase()} ON ${quoted(table.name)} FOR EACH ROW`;
  return {
    create: {
      postgres: [
        [
          `CREATE FUNCTION ${quoted(name)}() RETURNS trigger LANGUAGE plpgsql AS $$`,
          'BEGIN',
          `  IF TG_OP = 'INSERT' THEN`,
          `    IF NEW.${fresh} IS NULL THEN NEW.${fresh} := NEW.${old}; ELSE NEW.${old} := NEW.${fresh}; END IF;`,
          `  ELSIF ${differs(fresh)} THEN`,
          `    NEW.${old} := NEW.${fresh};`,
          `  ELSIF ${differs(old)} THEN`,
          `    NEW.${fresh} := NEW.${old};`,
          '  END IF;',
          '  RETURN NEW;',
          'END $$',
        ].join('\n'),
        `CREATE TRIGGER ${quoted(name)} BEFORE INSERT OR UPDATE ON ${quoted(table.name)}\n  FOR EACH ROW EXECUTE FUNCTION ${quoted(name)}()`,
      ],
      mysql: [
        `${head('insert')}\n  IF NEW.${fresh} IS NULL THEN SET NEW.${fresh} = NEW.${old}; ELSE SET NEW.${old} = NEW.${fresh}; END IF`,
        `${head('update')}\n  IF NOT (NEW.${fresh} <=> OLD.${fresh}) THEN SET NEW.${old} = NEW.${fresh};\n  ELSEIF NOT (NEW.${old} <=> OLD.${old}) THEN SET NEW.${fresh} = NEW.${old}; END IF`,
      ],
    },
    drop: {
      postgres: [`DROP TRIGGER ${quoted(name)} ON ${quoted(table.name)}`, `DROP FUNCTION ${quoted(name)}()`],
      mysql: events.map((event) => `DROP TRIGGER ${mysqlName(event)}`),
    },
  };
}
