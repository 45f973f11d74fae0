import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { consumersOf, requireConsumer } from '../../../cli/events/consumers.ts';
import { repository } from '../../support/aurora.ts';

const fleetIn = (folder: string) => loadFleet({ file: join(repository, folder, 'aurora.config.yaml') });

describe('the consumers of a fleet', () => {
  it('are those that follow what others own', async () => {
    const type = (owner: string, verb: string) => `aurora.${owner}.${verb}.v1`;
    expect(consumersOf(await fleetIn('.'))).toEqual([
      {
        name: 'syllabus-service.references',
        service: 'syllabus-service',
        types: [
          ...['created', 'updated', 'deleted'].map((verb) => type('subject-service.subject', verb)),
          ...['uploaded', 'updated', 'deleted'].map((verb) => type('file-service.file', verb)),
        ],
      },
    ]);
  });

  it('are the subscribers of the config', async () => {
    const { name, types } = requireConsumer(
      await fleetIn('test/fixtures/bank'),
      'crm-service.subscribers.notify-owner',
    );
    expect(name).toBe('crm-service.subscribers.notify-owner');
    expect(types).toEqual(['bank.bank-service.account.money-transferred.v1', 'bank.bank-service.account.created.v1']);
  });
});
