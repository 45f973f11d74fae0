import { describe, expect, it } from '@jest/globals';
import { targetOf } from '../../../../shared/gateway/admission/target.ts';

describe('the request target', () => {
  it.each([
    '/api/v1/things',
    '/api/v1/things/',
    '/api/v1/things?q=a%2Fb&x=..%2f',
    '/api/v1/things/%41%20b',
    '/api/v1/things/a;v=1',
    '/api/v1/things/.hidden',
    '/api/v1/things/a..b/...',
    '/api/v1/things//x',
    '/api/v1/things/%25',
    '/api/v1/things/%2525',
    '/api/v1/things/100%25-2e',
  ])('%s goes on as it came', (url) => {
    expect(targetOf(url, 'elsewhere')).toBe(url);
  });

  it.each([
    '/api/v1/things/..',
    '/api/v1/things/../config',
    '/api/v1/things/./x',
    '/api/v1/things/%2e%2e/config',
    '/api/v1/things/.%2E/config',
    '/api/v1/things/..;v=1/config',
    '/api/v1/things/a%2fb',
    '/api/v1/things/a%5Cb',
    '/api/v1/things/a\\b',
    '/api/v1/things/%252e%252e/config',
    '/api/v1/things/%252fconfig',
    '/api/v1/things/%00',
    '/api/v1/things/%25252e%25252e/config',
    '/api/v1/things/%25%32%65%25%32%65/config',
    `/api/v1/things/%${'25'.repeat(3_000)}`,
    '/api/v1/things/\u00e4',
    '/api/v1/things?q=\u00e4',
    '/api/v1/things?x#y',
    'http://other/api/v1/things',
    'http://elsewhere@other/api/v1/things',
    'ftp://elsewhere/api/v1/things',
    'elsewhere/api/v1/things',
    '*',
    '/api/v1/things/%zz',
    '/api/v1/things/%4',
    '/api/v1/things/#/../config',
    'http://elsewhere/api/v1/things/../config',
  ])('%s is refused', (url) => {
    expect(() => targetOf(url, 'elsewhere')).toThrow(expect.objectContaining({ code: 'malformed_request' }));
  });

  it.each([
    ['http://elsewhere:80/api/v1/things?x=/', 'elsewhere:80', '/api/v1/things?x=/'],
    ['HTTPS://Elsewhere', 'elsewhere', '/'],
    ['http://elsewhere?x', 'elsewhere', '/?x'],
  ])('%s loses its origin', (url, host, target) => {
    expect(targetOf(url, host)).toBe(target);
  });

  it('reads a long path of many segments in no time', () => {
    const long = `${'/a.b'.repeat(4_000)}/%`;
    const started = performance.now();
    expect(() => targetOf(long, 'elsewhere')).toThrow();
    expect(performance.now() - started).toBeLessThan(50);
  });
});
