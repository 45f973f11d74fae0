import { Args, Flags } from '../../command.ts';
import { kebabCase } from '../../config/names.ts';
import { fieldSettings } from '../../edit/settings.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

const SETTINGS = fieldSettings();

/** A flag for each key that some type of field has. */
const settingFlags = Object.fromEntries(
  SETTINGS.map(({ key, types, schema, isSwitch }) => {
    const description = `${schema.title ?? key} (${types.join(', ')})`;
    const flag = isSwitch ? Flags.boolean({ description, allowNo: true }) : Flags.string({ description });
    return [kebabCase(key), flag];
  }),
);

export default class AddField extends EditCommand<typeof AddField> {
  static override summary = 'Add fields to an entity';
  static override description =
    'A field is name:type, with ! where it is required; a reference is name:service.Entity. docs/editing.md tells the whole notation. Settings after commas belong to one field, flags to all. The table is brought after it by a migration of yours.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> Order total:integer --required --min 0',
    '<%= config.bin %> <%= command.id %> Order "status:enum,values=draft|sent,default=draft" note:text',
    '<%= config.bin %> <%= command.id %> Order customer:crm-service.Customer! --on-delete restrict',
    "<%= config.bin %> <%= command.id %> Order code:string --pattern '^[A-Z]{3}$'",
  ];
  static override usage = 'add field [ENTITY [FIELD...]] [flags]';
  static override args = {
    words: Args.string({ description: 'the entity, and its new fields, each name:type', multiple: true }),
  };
  static override flags = {
    ...editFlags,
    type: Flags.string({ description: 'Type of fields that are given by name alone' }),
    ...settingFlags,
  };

  async run(): Promise<void> {
    const [{ addField }, { askField, chooseEntity, need }] = await Promise.all([
      import('../../edit/add/field.ts'),
      import('../../edit/questions.ts'),
    ]);
    const [givenEntity, givenField, ...more] = this.args.words ?? [];
    const flags: Readonly<Record<string, string | boolean | undefined>> = this.flags;
    await this.edit('added', async (config, ask) => {
      const entity = await need(givenEntity, 'The entity', ask, (asked) =>
        chooseEntity(asked, config.outline, 'Which entity gets it'),
      );
      const name = await need(givenField, 'The field', ask, (asked) => asked.text('Name of the field (camelCase)'));
      const isTyped = name.includes(':') || flags.type !== undefined || flags.references !== undefined;
      const first = isTyped || !ask ? name : await askField(ask, config.outline, name);
      const given = SETTINGS.map(({ key }) => [key, flags[kebabCase(key)]]);
      const settings = Object.fromEntries([['type', flags.type], ...given].filter(([, value]) => value !== undefined));
      const fields = [first, ...more];
      return addField(config, { entity, fields, settings });
    });
  }
}
