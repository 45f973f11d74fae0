/** Of every answer: keeps browsers from taking it for something else than it says it is. */
export const NO_SNIFFING = ['x-content-type-options', 'nosniff'] as const;

/** What keeps browsers from guessing types, from framing pages and from telling other sites where somebody was. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  [NO_SNIFFING[0]]: NO_SNIFFING[1],
  'x-frame-options': 'DENY',
};
