import { form, type SettingSchema } from './schema.ts';

/** A scope as RFC 6749, section 3.3 spells it; none holds a space, which stands between them in a token. */
export const SCOPE_PATTERN = '^[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}$';
/** The name of a role: any text that can be seen. */
export const ROLE_PATTERN = '^[^\\p{Cc}\\p{Cs}]{1,100}$';

export const SCOPE = form(SCOPE_PATTERN, 'a scope, printable and without spaces: `orders:read`');
export const ROLE = form(ROLE_PATTERN, 'a role: 1 to 100 characters that can be seen');

/** Scopes that somebody has. */
export const scopes: SettingSchema = {
  title: 'Scopes',
  description: 'What it grants; `*` is everything.',
  type: 'array',
  items: {
    title: 'Scope',
    description: 'One scope.',
    type: 'string',
    ...SCOPE,
  },
  examples: [['orders:read', 'orders:write']],
};

/** Roles that somebody has. */
export const roles: SettingSchema = {
  title: 'Roles',
  description: 'Roles that rules for routes may ask for.',
  type: 'array',
  items: { title: 'Role', description: 'One role.', type: 'string', ...ROLE },
};
