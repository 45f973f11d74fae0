import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import { ask, ifMissing } from './ask.ts';
import { assert, bind } from './assert.ts';
import { lookAt } from './backlog.ts';
import type { Publisher } from './publisher.ts';
import { isRetry, type Queue, type Topology } from './topology.ts';

/** Messages that are copied before the originals are given up. */
const WINDOW = 200;
const POLL_MS = 100;
const PATIENCE_MS = 30_000;

/** @throws Error while a consumer's queues are made anew: who consumed from what is half there would mix up the order */
export async function assertNotRebuilt(connection: RecoveringChannelModel, queue: string): Promise<void> {
  const { name } = gate(queue);
  const there = await ask(connection, (channel) => channel.checkQueue(name)).catch(ifMissing);
  if (there) throw new Error(`${queue} is being made anew`);
}

/** Holds nothing and refuses everything, so that what it is bound for stays in the outboxes of who publishes it. */
const gate = (queue: string): Queue => ({
  name: `${queue}.gate`,
  options: { durable: true, arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } },
});
const aside = ({ name }: Queue): string => `${name}.aside`;

/**
 * Queues cannot be altered: each that was made otherwise is emptied into another, made anew and filled again, while
 * publishing waits. Each step stands being done twice, so it goes on where an earlier one was cut off.
 * @throws Error while a process consumes, or where the broker goes away; publishing may then wait until it is called again
 */
export async function rebuild(
  connection: RecoveringChannelModel,
  publisher: Publisher,
  queue: string,
  topology: Topology,
): Promise<void> {
  const main = topology.queues.find(({ name }) => name === queue) as Queue;
  const { consumerCount } = await lookAt(connection, main);
  if (consumerCount > 0) throw new Error(`${queue} is being consumed from: stop its service first`);
  const { name, options } = gate(queue);
  await ask(connection, async (channel) => {
    await channel.assertQueue(name, options);
    for (const binding of topology.bindings) await bind(channel, { ...binding, queue: name });
  });
  // They give back to a queue that is to be deleted.
  for (const each of topology.queues.filter(({ name }) => isRetry(name))) await emptied(connection, each);
  for (const each of topology.queues) await remake(connection, publisher, each);
  await ask(connection, async (channel) => {
    await assert(channel, topology);
    await channel.deleteQueue(name);
  });
}

async function emptied(connection: RecoveringChannelModel, queue: Queue): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS + Number(queue.options.arguments?.['x-message-ttl']);
  while ((await lookAt(connection, queue)).messageCount > 0) {
    if (performance.now() > endsAt) throw new Error(`${queue.name} does not give back what waits in it`);
    await sleep(POLL_MS);
  }
}

async function remake(connection: RecoveringChannelModel, publisher: Publisher, queue: Queue): Promise<void> {
  const asideName = aside(queue);
  const isWrong = (await lookAt(connection, queue)).drift !== undefined;
  if (isWrong) {
    await ask(connection, (channel) => channel.assertQueue(asideName, { durable: true, arguments: QUORUM }));
    await move(connection, publisher, queue.name, asideName);
    await ask(connection, (channel) => channel.deleteQueue(queue.name));
  }
  if (!(await ask(connection, (channel) => channel.checkQueue(asideName)).catch(ifMissing))) return;
  await ask(connection, (channel) => channel.assertQueue(queue.name, queue.options));
  await move(connection, publisher, asideName, queue.name);
  await ask(connection, (channel) => channel.deleteQueue(asideName));
}

const QUORUM = { 'x-queue-type': 'quorum' };

/** In their order, each in the other queue for sure before it leaves this one. */
async function move(connection: RecoveringChannelModel, publisher: Publisher, from: string, to: string): Promise<void> {
  await ask(connection, async (channel) => {
    for (let batch = await taken(channel, from); batch.length > 0; batch = await taken(channel, from)) {
      const results = await publisher.send(batch.map((message) => ({ exchange: '', key: to, ...copyOf(message) })));
      const failure = results.find(({ outcome }) => outcome !== 'sent');
      if (failure && 'reason' in failure) throw new Error(`${to}: ${failure.reason}`);
      channel.ack(batch.at(-1) as GetMessage, true);
    }
    await channel.close();
  });
}

async function taken(channel: Channel, queue: string): Promise<GetMessage[]> {
  const messages: GetMessage[] = [];
  while (messages.length < WINDOW) {
    const message = await channel.get(queue);
    if (message === false) break;
    messages.push(message);
  }
  return messages;
}

function copyOf({ content, properties }: GetMessage) {
  const { contentType, messageId, type, headers } = properties;
  return { content, options: { contentType, messageId, type, headers, persistent: true, mandatory: true } };
}
