// Brings `tags`, `summary`, `hide` and the like to the schema of a route.
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Subscription } from '../events/index.ts';
import type { SettingSchemas, Variable } from '../settings/index.ts';
import type { OpenApiDocument } from './openapi/contract.ts';

/** What makes a service: its `main.ts` hands one of these to `startService`. */
export interface ServiceDefinition {
  /** kebab-case, e.g. `order-service`. */
  readonly name: string;
  readonly fleet: string;
  /** For people: the title of its OpenAPI document. */
  readonly title: string;
  readonly needs: {
    readonly database: boolean;
    readonly broker: boolean;
    /** Keeps what may be lost: on Redis where the fleet has one, else in its own memory. */
    readonly cache?: boolean;
    /** Asks config-service for settings and for other services; false in config-service, which asks itself once it listens. */
    readonly configService: boolean;
  };
  /** Whether it can run as several processes on one port, which are one instance together; the variable WORKERS says how many. */
  readonly workers?: boolean;
  /** Whether what a peer says in `X-Forwarded-*` counts, by its address; absent: nobody's word does. Asked for each request that has them. */
  readonly trusts?: (address: string | undefined) => boolean;
  /** Where clients of the fleet come in: it decides itself what is traced, whatever they say. */
  readonly isEdge?: boolean;
  /** Registered under the root after all standard plugins. */
  readonly routes: FastifyPluginAsync;
  /** The events it handles; needs a database and a broker. */
  readonly subscriptions?: (app: FastifyInstance) => readonly Subscription[];
  /** Live settings of its own, beside those that every service has. */
  readonly settings?: SettingSchemas;
  /** Variables of its own, beside those that every service has; read into `app.environment.own`. */
  readonly variables?: Readonly<Record<string, Variable<unknown>>>;
  /** What `/openapi.json` shows instead of the service's own document, e.g. that of all services behind a gateway. */
  readonly openApi?: (app: FastifyInstance, own: OpenApiDocument) => Promise<OpenApiDocument>;
}
