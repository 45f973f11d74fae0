import { AuroraCommand } from '../../command.ts';

const MARKS = { added: '+', changed: '~', removed: '-', unchanged: ' ' } as const;

export default class ContractsRecord extends AuroraCommand<typeof ContractsRecord> {
  static override summary = 'Write down what each service asks of others, and what it serves';
  static override description =
    'Runs the contract tests of all consumers, which write contracts/pacts, and asks each service for its OpenAPI document, which goes to contracts/openapi. What nobody writes any more is removed. Look at the changes before you commit them: providers are held to them.';
  static override examples = ['<%= config.bin %> contracts record', '<%= config.bin %> contracts record --json'];

  async run(): Promise<void> {
    const { recordContracts } = await import('../../actions/contracts/record.ts');
    const recording = await recordContracts(await this.fleet(), this.narrator);
    const all = [...recording.pacts, ...recording.documents];
    const changed = all.filter(({ change }) => change !== 'unchanged');
    this.print(recording, () => [
      ...changed.map(({ change, file }) => `${MARKS[change]} ${file}`),
      `${recording.pacts.length} pacts and ${recording.documents.length} OpenAPI documents, ${changed.length} changed`,
      ...recording.problems.flatMap(({ message, next }) => [`✗ ${message}`, `  next: ${next}`]),
      ...(changed.length > 0 ? ['next: look at them, then: aurora contracts verify'] : []),
    ]);
    if (recording.problems.length > 0) this.exitWith('failed');
  }
}
