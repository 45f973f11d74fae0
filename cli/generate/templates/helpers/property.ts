import type { HelperOptions } from 'handlebars';
import { type Json, printLiteral } from '../../format/literal.ts';

/** `{{property 'name' value indent=2}}`: the line or lines of one property of an object literal. */
export function propertyHelper(name: string, value: Json, { hash }: HelperOptions): string {
  const indent: number = hash.indent;
  return `${' '.repeat(indent)}${name}: ${printLiteral(value, indent + name.length + 2, indent, 1)},`;
}
