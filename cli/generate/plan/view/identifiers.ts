/**
 * What templates call imports, parameters and variables in the files of an entity. An entity of the same name would hide
 * them, so in code it gets a suffix: the type of `Page` is `PageResource`; its path, table and schema stay as they are.
 */
const TYPES = words(`
  AnyData ApiProblem Audited ById CallOptions Command CommandContext ConnectOptions Database DataTypes Embedded Emit
  Enriched EntityDefinition Executor FastifyInstance FastifyPluginAsync FleetClient Join ListRules Model ModelStatic
  NoData Operated OperatedEntities Page Problem ProblemCode Query QueryContext Reference References Referrer
  ReferringEntity Related Removal Repositories Repository RepositoryOptions Resource Sequelize ServiceBase
  ServiceDefinition ServiceName SubscriberContext Subscription TestService TypedEvent Unresolved Writer
`);
const VARIABLES = words(`
  accepts afterAll again allowed answer answerOnce app atomic authorship base beforeAll body change changed commands
  connect copies count create createClient created creation current database defineEntity defineFiles describe etag
  etagOf executor expect fields first found get headers id ifMatch input isUnchanged it join joined list next
  nothing options parameters path payload peers putCopies queries randomUUID read referenced references referringEntities
  refusal related relations removal remove removed reply request requireLive requireMatch requireReleased revise
  running scopes send service startTestService taken to untilWritten url write written
`);

/** What code finds without an import: to hide it would mislead whoever reads on. */
const GLOBALS = words(`
  constructor decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis hasOwnProperty isFinite isNaN
  isPrototypeOf parseFloat parseInt propertyIsEnumerable toLocaleString toString unescape valueOf
`);

export function typeName(name: string): string {
  return TYPES.has(name) ? `${name}Resource` : name;
}

export function variableName(singular: string): string {
  return VARIABLES.has(singular) || GLOBALS.has(singular) ? `${singular}Resource` : singular;
}

/** For what holds many; a noun without a plural of its own needs the suffix too. */
export function collectionName(singular: string, plural: string): string {
  return plural === singular || VARIABLES.has(plural) ? `${singular}Resources` : plural;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.match(/\w+/g));
}
