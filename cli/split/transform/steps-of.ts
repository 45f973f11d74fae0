import type { Field } from '../../config/model.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import { CASES } from './case.ts';
import { cut } from './cut.ts';
import { format } from './format.ts';
import { nulls } from './nulls.ts';
import { split } from './split.ts';
import type { Step } from './step.ts';
import { trim } from './trim.ts';
import { values } from './values.ts';

/** What is done to a text, in the order that the schema tells. */
export function stepsOf(mapping: FieldMapping, field: Pick<Field, 'type'> & { readonly maxLength?: number }): Step[] {
  return [
    ...(mapping.split ? [split(mapping.split)] : []),
    ...(mapping.trim ? [trim] : []),
    ...(mapping.case ? [CASES[mapping.case]] : []),
    ...(mapping.nulls ? [nulls(mapping.nulls)] : []),
    ...(mapping.values ? [values(mapping.values, mapping.otherwise)] : []),
    ...(mapping.format === undefined ? [] : [format(mapping.format)]),
    ...(mapping.cut && field.maxLength !== undefined ? [cut(field.maxLength)] : []),
  ];
}
