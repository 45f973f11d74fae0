import type { ObjectSchema, Schema } from '../json-schema.ts';

const constraints = (description: string): Schema => ({
  title: 'Constraints',
  description,
  type: 'array',
  items: {
    title: 'Constraint',
    type: 'string',
    pattern: '^(node|engine)\\.[a-zA-Z0-9._/-]+ *(==|!=) *[^ ].*$',
    patternErrorMessage: 'a constraint is as Docker has them: `node.labels.zone == a`, `node.role != manager`',
    maxLength: 200,
  },
});

export const swarm: ObjectSchema = {
  title: 'Swarm',
  description:
    'How the swarm runtime uses its nodes. Images come from `images.registry`, or are loaded to each node by way of `engines`.',
  type: 'object',
  properties: {
    endpointMode: {
      title: 'Endpoint mode',
      description: 'How a name in the network leads to the tasks of a service.',
      enum: ['vip', 'dnsrr'],
      enumDescriptions: [
        'one address, which the kernels share out (IPVS)',
        'the addresses of all tasks, for kernels without IPVS',
      ],
      default: 'vip',
    },
    encrypted: {
      title: 'Encrypted',
      description: 'Whether what goes from node to node is encrypted (IPsec).',
      type: 'boolean',
      default: false,
    },
    constraints: constraints('The nodes on which services may run; unless given, all.'),
    edges: constraints('The nodes that take requests from outside; unless given, all.'),
    spread: {
      title: 'Spread',
      description: 'Over what the replicas of a service are spread before they are spread over nodes.',
      type: 'string',
      pattern: '^(node|engine)\\.labels\\.[a-zA-Z0-9._/-]+$',
      patternErrorMessage: 'it is a label of nodes or engines: `node.labels.zone`',
      maxLength: 200,
      examples: ['node.labels.zone'],
    },
    engines: {
      title: 'Engines',
      description:
        'Without `images.registry`: where the engines of the other nodes are, by the hostnames that `docker node ls` shows. Images are loaded there.',
      type: 'object',
      propertyNames: {
        type: 'string',
        pattern: '^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?$',
        patternErrorMessage: 'the key is the hostname of a node, as `docker node ls` shows it',
        maxLength: 253,
      },
      additionalProperties: {
        title: 'Address',
        description: 'As `DOCKER_HOST` has it.',
        type: 'string',
        pattern: '^((ssh|tcp)://[^ /]+|unix:///[^ ]+)$',
        patternErrorMessage:
          'an address is as `DOCKER_HOST` has it: `ssh://user@host`, `tcp://host:2376` or `unix:///path`',
        maxLength: 300,
        examples: ['ssh://deploy@node-2'],
      },
    },
  },
  additionalProperties: false,
};
