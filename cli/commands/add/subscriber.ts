import { Args } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddSubscriber extends EditCommand<typeof AddSubscriber> {
  static override summary = 'Add a handler of events of other services';
  static override description = 'Its handler is written once, for you to fill; each event takes effect once.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> mail-service notifyOwner Account.moneyTransferred crm-service.Customer.updated',
  ];
  static override args = {
    service: Args.string({ description: 'who handles them', required: true }),
    name: Args.string({ description: 'camelCase, a verb first', required: true }),
    events: Args.string({ description: 'each <Entity>.<event>', multiple: true, required: true }),
  };
  static override flags = editFlags;

  async run(): Promise<void> {
    const { addSubscriber } = await import('../../edit/add/subscriber.ts');
    const { service, name, events } = this.args;
    await this.edit('added', (config) => addSubscriber(config, { service, name, events }));
  }
}
