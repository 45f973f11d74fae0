import { roles, scopes } from './grants.ts';
import { type Form, form, type SettingSchema } from './schema.ts';

/** A key that somebody outside of the fleet sends as `X-API-Key`. */
export interface ApiKey {
  readonly id: string;
  /** Of the whole key, in hex or base64url; the key itself is written down nowhere. */
  readonly sha256: string;
  /** Who it speaks for. */
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** ISO 8601; null: it does not end. */
  readonly expiresAt: string | null;
}

/** Nobody outside is a service. */
export const API_KEY_SUBJECT = '^(?!service:)[^\\p{Cc}\\p{Cs}]{1,255}$';

const text = (title: string, description: string, of: Form): SettingSchema => ({
  title,
  description,
  type: 'string',
  ...of,
});

export const apiKeys: SettingSchema = {
  title: 'API keys',
  description: 'Keys that the gateway accepts in place of tokens, by their hashes.',
  type: 'array',
  // So many still fit into the 1 MiB that config-service takes at once.
  maxItems: 2_000,
  items: {
    title: 'API key',
    description: 'One key.',
    type: 'object',
    required: ['id', 'sha256', 'subject'],
    properties: {
      id: text(
        'Id',
        'By which it is revoked.',
        form('^[a-z0-9][a-z0-9-]{0,39}$', 'letters, digits and dashes, 40 at most: `partner-1`'),
      ),
      sha256: text(
        'Hash',
        'SHA-256 of the whole key, in hex or base64url.',
        form('^(?:[0-9a-fA-F]{64}|[A-Za-z0-9_-]{43})$', 'a SHA-256 in hex or base64url'),
      ),
      subject: text(
        'Subject',
        'Who it speaks for.',
        form(API_KEY_SUBJECT, 'text without control characters that does not begin with `service:`'),
      ),
      scopes: { ...scopes, default: [] },
      roles: { ...roles, default: [] },
      expiresAt: {
        ...text(
          'End',
          'From when on it is accepted no more; null: it does not end.',
          form(
            '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)$',
            'a time of ISO 8601: `2027-01-01T00:00:00Z`',
          ),
        ),
        nullable: true,
        default: null,
      },
    },
    additionalProperties: false,
  },
  default: [],
};
