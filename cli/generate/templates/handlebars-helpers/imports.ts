import type { HelperOptions } from 'handlebars';
import { sortImports } from '../../format/imports.ts';

/** `{{#imports}}…{{/imports}}`: import statements in any order, one a line however long, come out sorted and broken. */
export function importsHelper(this: unknown, options: HelperOptions): string {
  return `${sortImports(options.fn(this))}\n`;
}
