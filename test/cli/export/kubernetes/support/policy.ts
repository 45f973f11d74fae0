import type { Exported, Parsed } from './clusters.ts';

/** What is wrong with an export in ways that no schema knows, one line each. */
export function violations(exported: Exported): string[] {
  const manifests = [...exported.manifests.values()].filter(({ kind }) => kind !== 'Kustomization');
  const pods = manifests.flatMap((each) => (each.spec?.template ? [[nameOf(each), each.spec.template] as const] : []));
  return [
    ...pods.flatMap(([name, { spec }]) =>
      [...podRules(spec), ...containersOf(spec).flatMap(containerRules)].map((wrong) => `${name}: ${wrong}`),
    ),
    ...manifests.filter(({ kind }) => kind === 'Deployment').flatMap(probes),
    ...selectors(
      manifests,
      pods.map(([, { metadata }]) => metadata.labels),
    ),
    ...names(manifests),
    ...secrets(pods, manifests, exported.readme),
    ...[...exported.files].filter(([, text]) => SECRET_TEXT.test(text)).map(([path]) => `${path}: holds a secret`),
  ];
}

const nameOf = ({ kind, metadata }: Parsed) => `${kind} ${metadata.name}`;
const containersOf = (spec: Parsed): Parsed[] => [...(spec.initContainers ?? []), ...spec.containers];

/** A password in a URL, a private key in PEM or as a JWK. */
const SECRET_TEXT = /:\/\/[^\s/:@]*:(?!<password>)[^\s/@]+@|PRIVATE KEY|"d"\s*:|"k"\s*:/;

function podRules(spec: Parsed): string[] {
  const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext ?? {};
  return failed({
    'may be root': runAsNonRoot === true && runAsUser === 10001,
    'has no seccomp profile': seccompProfile?.type === 'RuntimeDefault',
    'has a token of its service account': spec.automountServiceAccountToken === false,
    'is in a namespace of its host': !spec.hostNetwork && !spec.hostPID && !spec.hostIPC,
    'mounts a folder of its host': spec.volumes.every((volume: Parsed) => !volume.hostPath),
  });
}

function containerRules({ image, resources, securityContext, env = [], ports = [] }: Parsed): string[] {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities, privileged } = securityContext ?? {};
  const amounts = ['cpu', 'memory'].flatMap((what) => [resources?.requests?.[what], resources?.limits?.[what]]);
  const variables = env.map(({ name }: Parsed) => name);
  return failed({
    'may get more rights': allowPrivilegeEscalation === false && !privileged,
    'writes to its root': readOnlyRootFilesystem === true,
    'has capabilities': capabilities?.drop?.join() === 'ALL' && !capabilities.add,
    'has no limits or requests': amounts.every((amount) => amount !== undefined),
    'has an image without a tag, or the latest': /[^/]+:(?!latest$)[\w.-]+$/.test(image),
    'has a port of its host': ports.every(({ hostPort }: Parsed) => hostPort === undefined),
    'has a variable twice': new Set(variables).size === variables.length,
    'reads a role': !variables.includes('ROLE_FILE') && !variables.includes('ROLE_URL'),
  });
}

function probes(deployment: Parsed): string[] {
  return containersOf(deployment.spec.template.spec).flatMap(({ livenessProbe, readinessProbe, startupProbe }) =>
    failed({
      [`${nameOf(deployment)}: no liveness probe`]: livenessProbe?.httpGet.path === '/health',
      [`${nameOf(deployment)}: no readiness probe`]: readinessProbe?.httpGet.path === '/health/ready',
      [`${nameOf(deployment)}: no startup probe`]: startupProbe !== undefined,
    }),
  );
}

type Labels = Readonly<Record<string, string>>;

/** Whatever is selected is there; and what is selected by a Deployment is its own template. */
function selectors(manifests: readonly Parsed[], pods: readonly Labels[]): string[] {
  return manifests.flatMap((manifest) => {
    const { kind, spec } = manifest;
    const own = kind === 'Deployment' ? [spec.template.metadata.labels] : pods;
    return selectorsOf(manifest)
      .filter((wanted) => !own.some((labels) => Object.entries(wanted).every(([key, value]) => labels[key] === value)))
      .map((wanted) => `${nameOf(manifest)}: selects nothing by ${JSON.stringify(wanted)}`);
  });
}

function selectorsOf({ kind, spec }: Parsed): Labels[] {
  if (kind === 'Service') return [spec.selector];
  if (kind === 'PodDisruptionBudget') return [spec.selector.matchLabels];
  if (kind === 'Deployment')
    return [
      spec.selector,
      ...spec.template.spec.topologySpreadConstraints.map((each: Parsed) => each.labelSelector),
    ].map(({ matchLabels }) => matchLabels);
  if (kind !== 'NetworkPolicy') return [];
  const peers = [...spec.ingress, ...spec.egress].flatMap(({ from = [], to = [] }: Parsed) => [...from, ...to]);
  // Those of other namespaces are not of the fleet.
  const within = peers.filter(({ podSelector, namespaceSelector }) => podSelector && !namespaceSelector);
  return [spec, ...within].map(({ podSelector }) => podSelector.matchLabels);
}

/** What a manifest calls by name is another of them; no name is taken twice. */
function names(manifests: readonly Parsed[]): string[] {
  const all = manifests.map(nameOf);
  const wanted = manifests.flatMap((manifest) => {
    const { kind, spec } = manifest;
    const pod = spec?.template?.spec;
    return [
      ...(pod ? [`ServiceAccount ${pod.serviceAccountName}`] : []),
      ...(pod
        ? containersOf(pod).flatMap(({ envFrom = [] }) =>
            envFrom.map((each: Parsed) => `ConfigMap ${each.configMapRef.name}`),
          )
        : []),
      ...(pod?.volumes ?? []).flatMap((each: Parsed) =>
        each.persistentVolumeClaim ? [`PersistentVolumeClaim ${each.persistentVolumeClaim.claimName}`] : [],
      ),
      ...(kind === 'HorizontalPodAutoscaler' ? [`${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name}`] : []),
      ...(kind === 'Ingress'
        ? spec.rules.flatMap(({ http }: Parsed) =>
            http.paths.map(({ backend }: Parsed) => `Service ${backend.service.name}`),
          )
        : []),
    ].map((name) => [nameOf(manifest), name] as const);
  });
  return [
    ...wanted.filter(([, name]) => !all.includes(name)).map(([by, name]) => `${by}: there is no ${name}`),
    ...all.filter((name, at) => all.indexOf(name) !== at).map((name) => `${name} is there twice`),
  ];
}

/** Each key that a pod takes from a Secret is in the table of README.md, and made by one of its commands. */
function secrets(pods: readonly (readonly [string, Parsed])[], manifests: readonly Parsed[], readme: string): string[] {
  const keys = pods.flatMap(([name, { spec }]) => [
    ...spec.volumes.flatMap((volume: Parsed) =>
      (volume.projected?.sources ?? []).flatMap(({ secret }: Parsed) =>
        secret.items.map(({ key }: Parsed) => [name, secret.name, key] as const),
      ),
    ),
    ...containersOf(spec).flatMap(({ env = [] }) =>
      env.flatMap(({ valueFrom }: Parsed) =>
        valueFrom?.secretKeyRef ? [[name, valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key] as const] : [],
      ),
    ),
  ]);
  const commands = readme.split('kubectl apply --server-side');
  const isMade = (secret: string, key: string) =>
    commands.some((each) => each.includes(` generic ${secret} `) && each.includes(`--from-file=${key}=`));
  return [
    ...keys
      .filter(([, secret, key]) => !readme.includes(`| \`${secret}\` | \`${key}\` |`) || !isMade(secret, key))
      .map(([name, secret, key]) => `${name}: README.md does not say how ${secret} gets ${key}`),
    ...manifests.filter(({ kind }) => kind === 'Secret').map((each) => `${nameOf(each)} is a secret`),
  ];
}

function failed(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules).flatMap(([wrong, holds]) => (holds ? [] : [wrong]));
}
