import type { HelperDeclareSpec } from 'handlebars';
import { capitaliseHelper } from './capitalise.ts';
import { databaseNameHelper } from './database-name.ts';
import { fitHelper } from './fit.ts';
import { importsHelper } from './imports.ts';
import { keyHelper } from './key.ts';
import { literalHelper } from './literal.ts';
import { orHelper } from './or.ts';
import { propertyHelper } from './property.ts';

/** All that a template can call beside Handlebars' own `if`, `unless`, `each` and `with`. */
export const HELPERS: HelperDeclareSpec = {
  capitalise: capitaliseHelper,
  databaseName: databaseNameHelper,
  fit: fitHelper,
  imports: importsHelper,
  key: keyHelper,
  literal: literalHelper,
  or: orHelper,
  property: propertyHelper,
};
