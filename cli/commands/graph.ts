import { AuroraCommand, Flags } from '../command.ts';
import { PARTS } from '../graph/drawing.ts';

export default class Graph extends AuroraCommand<typeof Graph> {
  static override summary = 'Draw the fleet: services, entities, references and events';
  static override description =
    'From the config alone: nothing has to run. Solid arrows are references, dashed ones the events that come back and what the gateway serves. The same config gives the same bytes.';
  static override examples = [
    '<%= config.bin %> graph',
    '<%= config.bin %> graph --format svg --out fleet.svg',
    '<%= config.bin %> graph --only services',
    '<%= config.bin %> graph --service subject-service --json',
  ];
  static override flags = {
    format: Flags.option({
      description: 'what to print; svg needs neither a browser nor a program',
      options: ['mermaid', 'svg', 'dot', 'json'] as const,
      default: 'mermaid',
    })(),
    out: Flags.string({ description: 'the file to write instead', helpValue: 'FILE' }),
    only: Flags.option({
      description: 'one part of it; entities come with their fields [default: all in one]',
      options: PARTS,
    })(),
    service: Flags.string({
      char: 's',
      description: 'only this service and what it is tied to, repeatable [default: all]',
      multiple: true,
      multipleNonGreedy: true,
    }),
  };

  async run(): Promise<void> {
    const { drawGraph } = await import('../actions/graph.ts');
    const { out, only, service: services = [], json } = this.flags;
    // Nobody would see the picture.
    const format = json && out === undefined ? 'json' : this.flags.format;
    const { graph, text } = await drawGraph(await this.fleet(), { format, out, only, services }, this.narrator);
    this.print(graph, () => [out === undefined ? text : `${out}: written`]);
  }
}
