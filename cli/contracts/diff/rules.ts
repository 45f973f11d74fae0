/** Whether those who rely on the old contract get along with the new one without a change. */
export type Severity = 'breaking' | 'additive';

/** Shown as an example: the part of a contract before, and after. */
type Pair = readonly [before: object, after: object];

export interface Rule {
  /** Where it applies. */
  readonly of: 'operation' | 'request' | 'answer' | 'event' | 'pact';
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  /** What to do; additive changes need nothing. */
  readonly next?: string;
  /** Of a rule about schemas: two schemas that differ in it, as tests and the docs show it. */
  readonly example?: Pair;
}

const EXPAND = 'take both for a while, tell callers, and leave the old one when nobody sends it any more';
const KEEP = 'go on giving what was given beside the new, until nobody reads it any more';
const VERSION = 'give the event a new version in the config: both are sent until nobody hears the old one';

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });
const closed = { additionalProperties: false };
const text = { type: 'string' };
const int = { type: 'integer' };
const some = (...values: string[]) => ({ type: 'string', enum: values });

/**
 * What may change in a contract, and whom it breaks. A request that asks for more and an answer that gives less break somebody; bounds of
 * answers and members that are new do not, as with events: readers take what they know and hold it to no bounds.
 */
export const RULES = {
  'document-added': rule('operation', 'additive', 'a service has a contract', 'Nobody relied on it.'),
  'document-removed': rule(
    'operation',
    'breaking',
    'the contract of a service is gone',
    'Whoever calls it gets no answer.',
    'remove the calls first; aurora contracts record, if only the file is gone',
  ),
  'operation-added': rule('operation', 'additive', 'an operation is new', 'Nobody relied on it.'),
  'operation-removed': rule(
    'operation',
    'breaking',
    'an operation is gone',
    'Whoever calls it gets 404 or 405.',
    EXPAND,
  ),
  'scope-needed': rule(
    'operation',
    'breaking',
    'a token needs another scope',
    'Tokens that were good get 403.',
    'give callers the scope first',
  ),
  'scope-dropped': rule('operation', 'additive', 'a token needs less', 'Tokens that were good still are.'),

  'parameter-added': rule(
    'request',
    'additive',
    'a parameter is new, and may be left out',
    'Who leaves it out is answered as before.',
  ),
  'parameter-needed': rule(
    'request',
    'breaking',
    'a parameter has to be given',
    'Who leaves it out is refused.',
    EXPAND,
  ),
  'parameter-removed': rule(
    'request',
    'breaking',
    'a parameter is gone',
    'In a query it is refused, in a header nobody acts on it.',
    EXPAND,
  ),
  'parameter-optional': rule(
    'request',
    'additive',
    'a parameter may be left out',
    'Who gives it is answered as before.',
  ),
  'body-needed': rule('request', 'breaking', 'a body has to be sent', 'Who sends none is refused.', EXPAND),
  'body-optional': rule('request', 'additive', 'a body may be left out', 'Who sends it is answered as before.'),
  'body-removed': rule('request', 'breaking', 'a body is no longer taken', 'What it says is not done.', EXPAND),
  'media-removed': rule('request', 'breaking', 'a content type is no longer taken', 'Who sends it gets 415.', EXPAND),
  'media-added': rule('request', 'additive', 'another content type is taken', 'The others are taken as before.'),

  'member-needed': rule('request', 'breaking', 'a member has to be sent', 'Who leaves it out gets 422.', EXPAND, [
    object({ a: text }),
    object({ a: text }, { required: ['a'] }),
  ]),
  'member-refused': rule(
    'request',
    'breaking',
    'a member is refused',
    'Who sends it gets 422: unknown members are refused.',
    EXPAND,
    [object({ a: text, b: text }, closed), object({ a: text }, closed)],
  ),
  'members-closed': rule(
    'request',
    'breaking',
    'members of other names are refused',
    'Who sends them gets 422.',
    EXPAND,
    [object({ a: text }), object({ a: text }, closed)],
  ),
  'value-refused': rule(
    'request',
    'breaking',
    'values that were taken are refused',
    'Who sends one is refused.',
    EXPAND,
    [some('a', 'b'), some('a')],
  ),
  'null-refused': rule('request', 'breaking', 'null is refused', 'Who sends it is refused.', EXPAND, [
    { type: ['string', 'null'] },
    text,
  ]),
  'type-refused': rule(
    'request',
    'breaking',
    'a type is refused',
    'Who sends it is refused: nothing is coerced.',
    EXPAND,
    [text, int],
  ),
  'bound-tighter': rule('request', 'breaking', 'a bound is tighter', 'Who sends what lies beyond is refused.', EXPAND, [
    { ...int, maximum: 9 },
    { ...int, maximum: 5 },
  ]),
  'form-asked': rule(
    'request',
    'breaking',
    'a pattern or format is asked for, or another one',
    'Who sends another form is refused. Whether one pattern takes all that another took cannot be told, so it counts as less.',
    EXPAND,
    [text, { ...text, pattern: '^x$' }],
  ),
  'default-changed': rule(
    'request',
    'breaking',
    'who leaves it out gets something else',
    'The same request comes to another result.',
    'keep the default, or have callers say what they mean first',
    [
      { ...int, default: 1 },
      { ...int, default: 2 },
    ],
  ),
  'takes-more': rule('request', 'additive', 'more is taken', 'What was sent before is taken as before.', undefined, [
    some('a'),
    some('a', 'b'),
  ]),

  'status-removed': rule(
    'answer',
    'breaking',
    'a success is told by another status',
    'Whoever waits for that status waits in vain.',
    KEEP,
  ),
  'status-added': rule(
    'answer',
    'breaking',
    'a success has another status',
    'Whoever knows the others alone takes it for a failure, or reads a body that is not there.',
    'answer so only who asks for it, by a header or an operation of its own',
  ),
  'problem-added': rule(
    'answer',
    'additive',
    'another failure is told',
    'Clients take a status of a class that they know as that class (RFC 9110, 15), and every operation may fail.',
  ),
  'problem-removed': rule('answer', 'additive', 'a failure is no longer told', 'Who was ready for it need not be.'),
  'header-removed': rule('answer', 'breaking', 'a header is gone', 'Whoever reads it finds nothing.', KEEP),
  'header-added': rule('answer', 'additive', 'a header is new', 'Headers that a client does not know are passed over.'),
  'content-removed': rule(
    'answer',
    'breaking',
    'the answer has no longer a content type',
    'Whoever asks for it gets 406, or something that it cannot read.',
    KEEP,
  ),
  'content-added': rule(
    'answer',
    'additive',
    'the answer comes in another content type too',
    'Who asks for the others gets them.',
  ),

  'member-gone': rule('answer', 'breaking', 'a member is no longer carried', 'Whoever reads it finds nothing.', KEEP, [
    object({ a: text }, { required: ['a'] }),
    object({}),
  ]),
  'member-may-be-missing': rule(
    'answer',
    'breaking',
    'a member may be missing',
    'Whoever counts on it reads what is not there.',
    KEEP,
    [object({ a: text }, { required: ['a'] }), object({ a: text })],
  ),
  'may-be-null': rule('answer', 'breaking', 'a value may be null', 'Whoever counts on a value meets null.', KEEP, [
    text,
    { type: ['string', 'null'] },
  ]),
  'value-new': rule(
    'answer',
    'breaking',
    'a value may come that was none of the list',
    'A list of values is closed: clients choose by it, and types of theirs have no other. Lists that may grow say so by x-extensible.',
    'send the new value where it was asked for alone; or mark the list x-extensible, which is a change to tell callers of',
    [some('a'), some('a', 'b')],
  ),
  'type-new': rule(
    'answer',
    'breaking',
    'a value may be of another type',
    'Whoever reads it as the old one cannot.',
    KEEP,
    [int, text],
  ),
  'form-dropped': rule(
    'answer',
    'breaking',
    'a pattern or format no longer holds, or another one does',
    'Whoever reads the old form (a date, an id) cannot.',
    KEEP,
    [{ ...text, format: 'date' }, text],
  ),
  'gives-more': rule(
    'answer',
    'additive',
    'a member is new, or a bound wider',
    'Readers take the members that they know, and hold values to no bounds.',
    undefined,
    [object({ a: text }, closed), object({ a: text, b: text }, closed)],
  ),
  'gives-less': rule(
    'answer',
    'additive',
    'fewer values come than might',
    'What comes is what readers were told.',
    undefined,
    [some('a', 'b'), some('a')],
  ),

  unclear: rule(
    'request',
    'breaking',
    'what is allowed has changed in a way that cannot be compared',
    'That it breaks nobody cannot be shown: keywords such as oneOf, not or if.',
    'read both schemas; write the change in keywords that can be compared, or go on knowing it',
    [{ not: text }, { not: int }],
  ),

  'event-added': rule('event', 'additive', 'an event, or a version of one, is new', 'Nobody has heard it.'),
  'event-removed': rule(
    'event',
    'breaking',
    'an event, or a version of one, is no longer told',
    'Whoever hears it waits in vain; events under way cannot be read.',
    'remove the subscribers first, and wait until queues are empty',
  ),
  'event-channel-removed': rule(
    'event',
    'breaking',
    'an event is no longer sent, or heard, by who did',
    'What was promised between the two no longer is.',
    'remove the subscribers first',
  ),
  'event-channel-added': rule('event', 'additive', 'an event is sent, or heard, by somebody else', 'All others go on.'),
  'event-broken': rule(
    'event',
    'breaking',
    'an event carries what those who hear it could not expect',
    'The generator refuses it too, by the same rules: events of one version are read by who knew the first.',
    VERSION,
  ),
  'event-changed': rule(
    'event',
    'additive',
    'an event carries more, or allows less',
    'Who hears it finds all that was promised.',
  ),

  'pact-asks-served': rule(
    'pact',
    'additive',
    'a consumer asks for something, or asks otherwise',
    'The provider has served that before. Whether it gives what is expected: aurora contracts verify.',
  ),
  'pact-asks-more': rule(
    'pact',
    'breaking',
    'a consumer asks for what its provider did not serve',
    'A provider of the old contract answers 404, or never tells it.',
    'deploy the provider first; aurora contracts can-deploy says when the consumer may follow',
  ),
  'pact-asks-less': rule(
    'pact',
    'additive',
    'a consumer asks for something no more',
    'A provider may go on giving it.',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof RULES;

export function ruleOf(id: RuleId): Rule {
  return RULES[id];
}

function rule(of: Rule['of'], severity: Severity, title: string, why: string, next?: string, example?: Pair): Rule {
  return { of, severity, title, why, ...(next !== undefined && { next }), ...(example && { example }) };
}
