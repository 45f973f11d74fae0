import type { HelperDeclareSpec } from 'handlebars';
import { fitHelper } from './fit.ts';
import { importsHelper } from './imports.ts';
import { literalHelper } from './literal.ts';
import { propertyHelper } from './property.ts';

/** All that a template can call beside Handlebars' own `if`, `unless`, `each` and `with`. */
export const HELPERS: HelperDeclareSpec = {
  fit: fitHelper,
  imports: importsHelper,
  literal: literalHelper,
  property: propertyHelper,
};
