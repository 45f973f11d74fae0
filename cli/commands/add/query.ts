import { Args, Flags } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddQuery extends EditCommand<typeof AddQuery> {
  static override summary = 'Add a query with a handler of yours to an entity or a service';
  static override description =
    'A GET that changes nothing; its handler is written once, for you to fill. docs/editing.md tells how fields are written.';
  static override examples = ['<%= config.bin %> <%= command.id %> Account statement from:date --output lines:json!'];
  static override usage = 'add query [OF [NAME [INPUT...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'an entity or a service, the name in camelCase, and what callers send, each name:type',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    output: Flags.string({ description: 'what they get, each name:type', multiple: true }),
    summary: Flags.string({ description: 'what it does, in a sentence' }),
    scope: Flags.string({ description: 'what a token needs [default: <plural>:read]' }),
  };

  async run(): Promise<void> {
    const [{ addOperation }, { askOperation }] = await Promise.all([
      import('../../edit/add/operation.ts'),
      import('../../edit/questions.ts'),
    ]);
    const { output = [], summary, scope } = this.flags;
    await this.edit('added', async (config, ask) => {
      const asked = await askOperation('query', this.args.words ?? [], ask, config.outline);
      return addOperation(config, { ...asked, output, summary, scope });
    });
  }
}
