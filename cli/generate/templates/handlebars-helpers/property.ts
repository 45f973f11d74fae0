import type { HelperOptions } from 'handlebars';
import { type Json, printProperty } from '../../format/literal.ts';

/** `{{property 'name' value indent=2}}`: the line or lines of one property of an object literal. */
export function propertyHelper(name: string, value: Json, { hash }: HelperOptions): string {
  return printProperty(name, value, hash.indent);
}
