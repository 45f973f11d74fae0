import { scopes } from './grants.ts';
import type { SettingSchema } from './schema.ts';

/** Signatures that need no secret here: what a verifier knows is of no use to whoever wants to sign. */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

/** Somebody outside of the fleet whose tokens the gateway accepts. */
export interface Issuer {
  /** Its subjects are `<name>:<sub>`, so that nobody outside is taken for somebody of the fleet. */
  readonly name: string;
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** `aud` of those of its tokens that are meant for this fleet. */
  readonly audience: string;
  /** Where its public keys are. */
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
  /** The claim with the scopes, a text or a list; `a.b` is `b` within `a` where no claim is called so. */
  readonly scopeClaim: string;
  /** The claim with the roles, likewise. */
  readonly roleClaim: string;
  /** What a role grants beside. */
  readonly roleScopes: Readonly<Record<string, readonly string[]>>;
  readonly clockSkewSeconds: number;
}

/** A host of one label begins with a letter: `http://2130706433` would be 127.0.0.1, and others are written like it. */
const JWKS_URL =
  '^(?:https://[A-Za-z0-9.-]+|http://(?:127(?:\\.[0-9]{1,3}){3}|\\[::1\\]|[A-Za-z][A-Za-z0-9-]*))(?::[0-9]{1,5})?(?:[/?][^\\s#]*)?$';

const text = (title: string, description: string, example: string, maxLength: number): SettingSchema => ({
  title,
  description,
  type: 'string',
  minLength: 1,
  maxLength,
  examples: [example],
});

const claim = (title: string, what: string, fallback: string): SettingSchema => ({
  ...text(
    title,
    `The claim with the ${what}, a text with spaces between or a list; \`a.b\` is \`b\` within \`a\`.`,
    'realm_access.roles',
    200,
  ),
  default: fallback,
});

const issuer: SettingSchema = {
  title: 'Issuer',
  description: 'Somebody outside of the fleet whose tokens the gateway accepts.',
  type: 'object',
  required: ['name', 'issuer', 'audience', 'jwksUrl'],
  properties: {
    name: {
      title: 'Name',
      description: 'Stands before the subjects of its tokens, `<name>:<sub>`.',
      type: 'string',
      pattern: '^(?!service$)[a-z][a-z0-9-]{0,31}$',
      patternErrorMessage: 'a name in kebab-case, up to 32 characters, and not `service`: `accounts`',
      examples: ['accounts'],
    },
    issuer: text('Issuer', '`iss` of its tokens, to the letter.', 'https://accounts.example.org/', 500),
    audience: text('Audience', '`aud` of its tokens that are meant for this fleet.', 'https://api.example.org', 500),
    jwksUrl: {
      title: 'URL of its keys',
      description: 'Where its public keys are; http only on this machine, or a host of one label.',
      type: 'string',
      pattern: JWKS_URL,
      patternErrorMessage: 'an https URL; http only for 127.0.0.1, localhost or a host name without a dot',
      maxLength: 2_000,
      examples: ['https://accounts.example.org/.well-known/jwks.json'],
    },
    algorithms: {
      title: 'Algorithms',
      description: 'With which its tokens may be signed.',
      type: 'array',
      items: { title: 'Algorithm', description: 'One of JOSE (RFC 7518, RFC 8037).', enum: ALGORITHMS },
      minItems: 1,
      uniqueItems: true,
      default: ['RS256'],
    },
    scopeClaim: claim('Claim of scopes', 'scopes', 'scope'),
    roleClaim: claim('Claim of roles', 'roles', 'roles'),
    roleScopes: {
      title: 'Scopes of roles',
      description: 'Role: the scopes that it grants. `*` is granted here only, whatever a token claims.',
      type: 'object',
      additionalProperties: scopes,
      default: {},
      examples: [{ editor: ['orders:read', 'orders:write'] }],
    },
    clockSkewSeconds: {
      title: 'Clock skew',
      description: 'Seconds that its clock may be off.',
      type: 'integer',
      minimum: 0,
      maximum: 300,
      default: 30,
    },
  },
  additionalProperties: false,
};

export const issuers: SettingSchema = {
  title: 'Issuers',
  description: 'Who else signs tokens that the gateway accepts.',
  type: 'array',
  items: issuer,
  maxItems: 50,
  default: [],
};
