/** Headers that speak to the next hop alone (RFC 9110, section 7.6.1) and those of proxy authentication. */
export const HOP_BY_HOP = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** And what says where a message ends and how it is coded: a rule here would split messages. */
const FRAMING = [...HOP_BY_HOP, 'content-encoding', 'content-length', 'expect'];

/** What no rule may take away, rename or set in a request; a name that ends in `-` stands for all that begin with it. */
export const PROTECTED_IN_REQUESTS = [
  ...FRAMING,
  'authorization',
  'forwarded',
  'host',
  'traceparent',
  'x-correlation-id',
  'x-forwarded-',
  'x-internal-',
  'x-real-ip',
  'x-request-deadline',
];

/** The same for answers. */
export const PROTECTED_IN_ANSWERS = [...FRAMING, 'x-correlation-id'];

/** The pattern of a header's name (RFC 9110, section 5.1) that is none of these, in whatever case. Without `_`, which CGI takes for `-`. */
export function nameOtherThan(names: readonly string[]): string {
  const anyCase = (name: string) => name.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const refused = names.map((name) => (name.endsWith('-') ? anyCase(name) : `${anyCase(name)}$`));
  return `^(?!${refused.join('|')})[A-Za-z0-9!#$%&'*+.^\`|~-]{1,100}$`;
}
