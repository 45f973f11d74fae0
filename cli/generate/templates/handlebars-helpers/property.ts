import type { HelperOptions } from 'handlebars';
import { type Json, printKey, printLiteral } from '../../format/literal.ts';

/** `{{property 'name' value indent=2}}`: the line or lines of one property of an object literal. */
export function propertyHelper(name: string, value: Json, { hash }: HelperOptions): string {
  const indent: number = hash.indent;
  const start = `${' '.repeat(indent)}${printKey(name)}: `;
  return `${start}${printLiteral(value, start.length, indent, 1)},`;
}
