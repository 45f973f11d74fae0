import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, Problem, type ProblemCode, problemDocument } from '../../../shared/errors/index.ts';

const request = { instance: '/api/v1/things/1', correlationId: 'c-1' };

describe('a problem', () => {
  it('has the status and title of its code', () => {
    expect(new Problem('stale_version')).toMatchObject({
      code: 'stale_version',
      status: 412,
      title: CATALOGUE.stale_version.title,
    });
  });

  it('becomes a document with all members of RFC 9457 and ours', () => {
    const errors = [{ path: '/credits', code: 'too_large', message: 'must be <= 60' }];
    expect(problemDocument(new Problem('validation_failed', { detail: 'Two mistakes.', errors }), request)).toEqual({
      type: 'urn:aurora:problem:validation_failed',
      title: 'The body is not valid',
      status: 422,
      detail: 'Two mistakes.',
      instance: '/api/v1/things/1',
      code: 'validation_failed',
      correlationId: 'c-1',
      errors,
    });
  });

  it('shows extensions, but lets none replace a standard member', () => {
    const problem = new Problem('reference_restricted', { extensions: { referrers: 3, status: 200, code: 'ok' } });
    expect(problemDocument(problem, request)).toMatchObject({
      referrers: 3,
      status: 409,
      code: 'reference_restricted',
    });
  });

  it('never shows its cause', () => {
    const problem = new Problem('unavailable', { cause: new Error('postgres://app:s3cret@db/things') });
    expect(JSON.stringify(problemDocument(problem, request))).not.toContain('s3cret');
    expect(problem.cause).toBeInstanceOf(Error);
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(CATALOGUE) as [ProblemCode, { status: number; title: string }][])(
    '%s is a snake_case code with an error status and a title',
    (code, { status, title }) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    },
  );
});
