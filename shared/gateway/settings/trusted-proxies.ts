import type { SettingSchema } from './schema.ts';

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const V4 = `(${OCTET}\\.){3}${OCTET}(/(3[0-2]|[12]?[0-9]))?`;
/** Whether the groups of an IPv6 address are right, whoever parses it says. */
const V6 = '[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?';

export const trustedProxies: SettingSchema = {
  title: 'Trusted proxies',
  description:
    'Addresses and networks of the proxies before the gateway: what they say of a client in X-Forwarded-For, -Host and -Proto counts. Nobody else’s word does.',
  type: 'array',
  items: {
    title: 'Proxy',
    description: 'One address or network.',
    type: 'string',
    pattern: `^(${V4}|${V6})$`,
    patternErrorMessage: 'a proxy is an address, `10.0.0.7`, or a network, `10.0.0.0/8` or `fd00::/8`',
  },
  default: [],
  examples: [['10.0.0.0/8']],
};
