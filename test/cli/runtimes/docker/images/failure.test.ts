import { describe, expect, it } from '@jest/globals';
import { buildFailure, requestFailure } from '../../../../../cli/runtimes/docker/images/failure.ts';

const AT_RUN = { step: 'Step 15/38 : RUN npm ci', lines: ['npm error code E404'] };

describe('a build that fails', () => {
  it('names the step, what it printed, and the next command', () => {
    const error = buildFailure('The image of order', 'order', 'returned a non-zero code: 1', AT_RUN);
    expect(error).toMatchObject({
      code: 'build_failed',
      details: ['Step 15/38 : RUN npm ci', 'npm error code E404', 'returned a non-zero code: 1'],
      next: 'correct it, then: aurora build order',
    });
  });

  it('shows the last lines of many', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const { details } = buildFailure('The image of order', 'order', 'failed', { step: '', lines });
    expect(details).toHaveLength(21);
    expect(details.slice(-2)).toEqual(['line 99', 'failed']);
  });

  it('leaves out how npm is used', () => {
    const usage = Array.from({ length: 40 }, (_, index) => `npm error   --option-${index}`);
    const lines = ['npm error code EUSAGE', 'npm error Missing: a@1 from lock file', 'npm error Usage:', ...usage];
    const { details } = buildFailure('The image of order', 'order', 'failed', { step: '', lines });
    expect(details).toEqual([...lines.slice(0, 2), 'failed']);
  });

  it.each(['write /app/main.mjs: no space left on device', 'npm error ENOSPC: no space left on device, write'])(
    'tells of a full disk: %s',
    (message) => {
      expect(buildFailure('The image of order', 'order', message, AT_RUN)).toMatchObject({ code: 'disk_full' });
      expect(buildFailure('The image of order', 'order', 'code: 1', { ...AT_RUN, lines: [message] })).toMatchObject({
        code: 'disk_full',
        next: expect.stringContaining('docker system df'),
      });
    },
  );

  it.each([
    'pull access denied for base, repository does not exist or may require docker login',
    'manifest for base:1 not found: manifest unknown',
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
  ])('tells of a base image that cannot be had: %s', (message) => {
    const error = buildFailure('The image of order', 'order', message, {
      step: 'Step 2/38 : FROM base:1 AS base',
      lines: [],
    });
    expect(error).toMatchObject({ code: 'image_missing', next: expect.stringContaining('docker pull base:1') });
  });

  it('tells of an engine that went away', () => {
    const gone = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(requestFailure('The image of order', 'order', gone, AT_RUN)).toMatchObject({ code: 'engine_unreachable' });
  });
});
