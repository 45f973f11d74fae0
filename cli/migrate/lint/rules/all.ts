import type { Rule } from '../contract.ts';
import * as columns from './columns.ts';
import * as constraints from './constraints.ts';
import * as drops from './drops.ts';
import * as foreignKeys from './foreign-keys.ts';
import * as indexes from './indexes.ts';
import * as keys from './keys.ts';
import * as mysql from './mysql.ts';
import * as postgres from './postgres.ts';
import * as renames from './renames.ts';
import * as rewrites from './rewrites.ts';
import * as rows from './rows.ts';
import * as runner from './runner.ts';

/** All rules over statements. */
export const RULES: readonly Rule[] = [
  drops,
  renames,
  columns,
  rows,
  constraints,
  foreignKeys,
  indexes,
  rewrites,
  keys,
  postgres,
  mysql,
  runner,
].flatMap((family): Rule[] => Object.values(family));
