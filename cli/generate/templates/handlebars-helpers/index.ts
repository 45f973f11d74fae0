import type { HelperDeclareSpec } from 'handlebars';
import { capitaliseHelper } from './capitalise.ts';
import { fitHelper } from './fit.ts';
import { importsHelper } from './imports.ts';
import { keyHelper } from './key.ts';
import { literalHelper } from './literal.ts';
import { propertyHelper } from './property.ts';

/** All that a template can call beside Handlebars' own `if`, `unless`, `each` and `with`. */
export const HELPERS: HelperDeclareSpec = {
  capitalise: capitaliseHelper,
  fit: fitHelper,
  imports: importsHelper,
  key: keyHelper,
  literal: literalHelper,
  property: propertyHelper,
};
