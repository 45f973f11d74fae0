import { AuroraCommand, Flags } from '../../command.ts';
import { exportFlags, exportLines } from '../../export-flags.ts';

export default class ExportKubernetes extends AuroraCommand<typeof ExportKubernetes> {
  static override summary = 'Write the fleet as manifests for Kubernetes';
  static override description =
    'Plain YAML with a kustomization: deployments, services, jobs of migrations, autoscalers, disruption budgets, network policies for declared calls alone, and an ingress for the gateway. Secrets by name only; README.md in the folder lists them with the commands that make them. Databases, broker and cache are given from outside.';
  static override examples = [
    '<%= config.bin %> export kubernetes --out kubernetes --env production --host school.example.org',
    '<%= config.bin %> export kubernetes --out kubernetes --env production --host school.example.org --check',
  ];
  static override flags = {
    ...exportFlags,
    namespace: Flags.string({ description: 'the namespace [default: <fleet>-<environment>]', helpValue: 'NAME' }),
    host: Flags.string({
      description: 'the host name of the gateway, with TLS [default: any, without TLS]',
      helpValue: 'NAME',
    }),
    'ingress-class': Flags.string({
      description: 'who serves the ingress [default: the cluster’s own choice]',
      helpValue: 'NAME',
    }),
    'ingress-namespace': Flags.string({
      description: 'where the ingress controller runs, which may call the gateway',
      default: 'ingress-nginx',
      helpValue: 'NAME',
    }),
  };

  async run(): Promise<void> {
    const { exportKubernetes } = await import('../../actions/export-kubernetes.ts');
    const { check } = this.flags;
    const fleet = await this.fleet();
    const exported = await exportKubernetes(fleet, this.flags);
    this.print(exported, () => [
      ...exportLines(exported, check),
      ...(check || fleet.images.registry
        ? []
        : ['the config names no images.registry: nodes will not find the images']),
      ...(check ? [] : ['next: aurora build --push, then README.md in that folder, which lists the secrets to make']),
    ]);
    if (check && exported.files.length > 0) this.exitWith('failed');
  }
}
