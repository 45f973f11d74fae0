import { describe, expect, it } from '@jest/globals';
import { allows, bearerToken } from '../../../shared/auth/index.ts';

const holding = (...scopes: string[]) => ({ subject: 'ada', scopes });

describe('allows', () => {
  it('asks for exactly the scope, or the star', () => {
    expect(allows(holding('orders:read'), 'orders:read')).toBe(true);
    expect(allows(holding('*'), 'orders:read')).toBe(true);
    expect(allows(holding('orders:write', 'orders'), 'orders:read')).toBe(false);
    expect(allows(holding(), 'orders:read')).toBe(false);
  });
});

describe('bearerToken', () => {
  it.each(['Bearer abc.d-e_f.g=', 'bearer abc.d-e_f.g=', 'Bearer   abc.d-e_f.g= '])('reads %j', (header) => {
    expect(bearerToken(header, 'aurora')).toBe('abc.d-e_f.g=');
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer a, Bearer b'])('refuses %j', (header) => {
    expect(() => bearerToken(header, 'aurora')).toThrow('holds no bearer token');
  });

  it('asks for a token where none was sent', () => {
    expect(() => bearerToken(undefined, 'aurora')).toThrow(
      expect.objectContaining({ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="aurora"' } }),
    );
  });
});
