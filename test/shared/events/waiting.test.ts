import { describe, expect, it } from '@jest/globals';
import { Waiting } from '../../../shared/events/rabbitmq/waiting.ts';

describe('events that wait for their next attempt', () => {
  it('let no later one of their subject pass', () => {
    const waiting = new Waiting();
    expect(waiting.isFirst('a', 'a1')).toBe(true);
    const now = Date.now();
    waiting.add('a', 'a1', now + 50);
    waiting.add('a', 'a2', now + 50);
    expect(['a1', 'a2', 'a3'].map((id) => waiting.isFirst('a', id))).toEqual([true, false, false]);
    expect(waiting.isFirst('b', 'b1')).toBe(true);
    waiting.remove('a', 'a1');
    expect(['a2', 'a3'].map((id) => waiting.isFirst('a', id))).toEqual([true, false]);
    waiting.remove('a', 'a2');
    expect(waiting.isFirst('a', 'a3')).toBe(true);
  });

  it('keep their place when they fail again', () => {
    const waiting = new Waiting();
    const now = Date.now();
    waiting.add('a', 'a1', now + 50);
    waiting.add('a', 'a2', now + 50);
    waiting.add('a', 'a1', now + 500);
    expect(waiting.isFirst('a', 'a1')).toBe(true);
    expect(waiting.dueAt('a')).toBe(now + 500);
  });

  it('hold nobody up once they are long overdue: someone has taken them away', () => {
    const waiting = new Waiting();
    const now = Date.now();
    waiting.add('a', 'a1', now + 50);
    expect(waiting.isFirst('a', 'a2', now + 60_000)).toBe(false);
    expect(waiting.isFirst('a', 'a2', now + 60_051)).toBe(true);
  });
});
