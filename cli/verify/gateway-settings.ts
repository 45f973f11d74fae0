import type { GatewayService } from '../config/model.ts';
import type { Target } from './contract.ts';
import { running } from './entry.ts';
import { CheckFailed, CheckSkipped } from './outcome.ts';

/** Of a gateway's settings, what its answers have to show. */
export interface AnswerSettings {
  readonly securityHeaders: boolean;
  readonly cors: { readonly origins: readonly string[] };
  /** Names of headers, in lower case, of which a rule has the last word. */
  readonly ruledHeaders: ReadonlySet<string>;
}

interface Values {
  readonly securityHeaders?: boolean;
  readonly cors?: { readonly origins?: readonly string[] };
  readonly routes?: readonly { readonly response?: { readonly headers?: HeaderRules } }[];
}

interface HeaderRules {
  readonly remove?: readonly string[];
  readonly rename?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
}

/** As they are now: what config-service has stored; where none runs, what the config says. */
export async function answerSettings(target: Target, gateway: GatewayService): Promise<AnswerSettings> {
  const [config] = running(target, 'config');
  const {
    securityHeaders = true,
    cors,
    routes = [],
  } = config ? await stored(target, `${config.url}/api/v1/config/${gateway.name}`) : (gateway.settings as Values);
  const rules = routes.flatMap(({ response }) => response?.headers ?? []);
  const ruled = rules.flatMap(({ remove = [], rename = {}, set = {} }) => [
    ...remove,
    ...Object.entries(rename).flat(),
    ...Object.keys(set),
  ]);
  return {
    securityHeaders,
    cors: { origins: cors?.origins ?? [] },
    ruledHeaders: new Set(ruled.map((name) => name.toLowerCase())),
  };
}

/** @throws CheckSkipped: whether config-service answers is no matter of the gateway's */
async function stored({ http, token }: Target, url: string): Promise<Values> {
  const may = await token('config:read');
  try {
    const { body } = await http.expect(200, url, { token: may });
    return (body as { values: Values }).values;
  } catch (error) {
    if (error instanceof CheckFailed) throw new CheckSkipped(`what it is set to is not to be had: ${error.message}`);
    throw error;
  }
}
