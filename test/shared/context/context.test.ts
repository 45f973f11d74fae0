import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import {
  acceptCorrelationId,
  currentContext,
  newCorrelationId,
  outsideContext,
  runInContext,
} from '../../../shared/context/index.ts';

describe('the context', () => {
  it('is absent outside of any work', () => {
    expect(currentContext()).toBeUndefined();
  });

  it('follows its own work across timers and promises, and no other', async () => {
    const work = async () => {
      await pause(Math.random() * 5);
      return Promise.all([currentContext(), new Promise((resolve) => setImmediate(() => resolve(currentContext())))]);
    };
    const ids = Array.from({ length: 100 }, () => newCorrelationId());
    const seen = await Promise.all(ids.map((correlationId) => runInContext({ correlationId }, work)));
    expect(seen).toEqual(ids.map((correlationId) => [{ correlationId }, { correlationId }]));
    expect(currentContext()).toBeUndefined();
  });

  it('nests: the inner one ends with its work', () => {
    runInContext({ correlationId: 'outer' }, () => {
      expect(runInContext({ correlationId: 'inner' }, () => currentContext()?.correlationId)).toBe('inner');
      expect(currentContext()?.correlationId).toBe('outer');
      expect(outsideContext(() => currentContext())).toBeUndefined();
    });
  });
});

describe('a correlation id that comes in', () => {
  it.each(['a', 'order-42', '0199b0a0-0000-7000-8000-000000000000', 'a.b:c_d', 'x'.repeat(128)])('%p is kept', (id) => {
    expect(acceptCorrelationId(id)).toBe(id);
  });

  it.each([undefined, '', ' a', 'a b', 'a\nb', '"', '-a', 'x'.repeat(129), 'ü', ['a'], 7])('%p is replaced', (id) => {
    expect(acceptCorrelationId(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
