import { fields } from './fields.ts';
import { formats } from './formats.ts';
import { ids } from './ids.ts';
import { references } from './references.ts';
import type { Rule } from './rule.ts';
import { sources } from './sources.ts';
import { targets } from './targets.ts';
import { values } from './values.ts';

export const RULES: readonly Rule[] = [targets, sources, fields, values, formats, references, ids];
