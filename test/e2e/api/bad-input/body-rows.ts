import { BODIES } from './bodies.ts';
import { type Expected, filePart, form, INVALID, MALFORMED, OTHER_TYPE, type Row } from './request.ts';

const MAX_BODY = 1024 * 1024;
const DEEP = 20_000;
const nested = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP);

export const bodyRows = BODIES.flatMap(({ where, good, withText, wrong }): Row[] => {
  const json = JSON.stringify(good);
  const withMember = (member: string) => `{${member},${json.slice(1)}`;
  const row = (what: string, body: string | Buffer | undefined, expected: Expected, type = 'application/json'): Row => [
    where,
    what,
    { body, headers: { 'content-type': type } },
    ...expected,
  ];
  return [
    ...wrong.map((body) => row(`takes no ${JSON.stringify(body)}`, JSON.stringify(body), INVALID)),
    ...['null', 'true', '7', '"x"', '[]', `[${json}]`].map((body) => row(`takes no ${body}`, body, INVALID)),
    row('takes no field that it does not know', withMember('"color":"red"'), INVALID),
    row('takes no NUL', JSON.stringify(withText('a\0b')), INVALID),
    row('takes no high surrogate alone', JSON.stringify(withText('\ud800')), INVALID),
    row('takes no low surrogate alone', JSON.stringify(withText('\udc00x')), INVALID),
    row('takes no surrogates the wrong way round', JSON.stringify(withText('\udc00\ud800')), INVALID),
    row('takes no key with a NUL', withMember('"a\\u0000":1'), INVALID),
    row('takes no nothing', '', MALFORMED),
    row('takes no JSON that breaks off', json.slice(0, -1), MALFORMED),
    row('takes no JSON with more behind it', `${json}{}`, MALFORMED),
    row('takes no bytes that are not UTF-8', Buffer.concat([Buffer.from(json), Buffer.from([0xff])]), MALFORMED),
    row('takes no UTF-16', Buffer.from(json, 'utf16le'), MALFORMED),
    row('takes no arrays of 20,000 levels', nested('[', ']'), MALFORMED),
    row('takes no objects of 20,000 levels', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, MALFORMED),
    row('takes no field of 20,000 levels', withMember(`"color":${nested('[', ']')}`), MALFORMED),
    row('takes no __proto__', withMember('"__proto__":{"admin":true}'), MALFORMED),
    row('takes no __proto__ that hides', withMember('"\\u005f_proto__":{"admin":true}'), MALFORMED),
    row('takes no constructor with a prototype', withMember('"constructor":{"prototype":{}}'), MALFORMED),
    row('takes no body over the limit', withMember(`"color":"${'x'.repeat(MAX_BODY)}"`), [413, 'payload_too_large']),
    ...['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp', 'json'].map((type) =>
      row(`takes no ${type}`, json, OTHER_TYPE, type),
    ),
    row('takes no form', form(filePart('x')).body, OTHER_TYPE, form().headers?.['content-type']),
  ];
});
