import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { RecoveringChannelModel } from 'amqplib';
import { KeptChannel, type KeptChannelOptions } from '../../../shared/events/rabbitmq/channel.ts';
import { until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';

/** A channel that does nothing but close. */
class QuietChannel extends EventEmitter {
  isClosed = false;

  async close(): Promise<void> {
    this.isClosed = true;
    this.emit('close');
  }
}

function kept(options: Pick<KeptChannelOptions, 'setUp' | 'start'>) {
  const opened: QuietChannel[] = [];
  const connection = {
    createConfirmChannel: async () => {
      const channel = new QuietChannel();
      opened.push(channel);
      return channel;
    },
  } as unknown as RecoveringChannelModel;
  const { log } = readableLog();
  return {
    opened,
    channel: new KeptChannel({ connection, log, purpose: 'test', onLost: () => undefined, ...options }),
  };
}

describe('a channel that is kept open', () => {
  it('is not used any more when it was closed while it was being set up', async () => {
    const gate = Promise.withResolvers<void>();
    let starts = 0;
    const { channel, opened } = kept({ setUp: () => gate.promise, start: async () => void starts++ });
    channel.ready.catch(() => undefined);
    await until(() => opened.length === 1);
    await channel.close();
    gate.resolve();
    await until(() => opened[0]?.isClosed === true);
    expect({ starts, current: channel.current }).toEqual({ starts: 0, current: undefined });
  });

  it('leaves none behind that could not be set up', async () => {
    let attempts = 0;
    const setUp = async () => {
      if (++attempts < 3) throw new Error('not yet');
    };
    const { channel, opened } = kept({ setUp });
    await channel.ready;
    expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
    await channel.close();
    expect(opened.every(({ isClosed }) => isClosed)).toBe(true);
  });
});
