import type { HelperOptions } from 'handlebars';
import { type Json, printLiteral } from '../../format/literal.ts';

/**
 * `{{literal value}}`: a JSON value as TypeScript. Where it may be too long for its line,
 * `column` says where it starts, `indent` how far its statement is indented, `after` how many characters follow it.
 */
export function literalHelper(value: Json, { hash }: HelperOptions): string {
  return printLiteral(value, hash.column, hash.indent, hash.after);
}
