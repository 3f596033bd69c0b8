import type { Scope } from '../../article/audience.ts';
import { MAX_STORY_BYTES } from '../../intake/read-result.ts';
import { MAX_WIRE_BYTES } from '../../intake/xml/decode-xml.ts';
import { STEPS, STORY_TYPES, type StepName, WIRE_TYPES } from './request-schemas.ts';

/** Largest media file: films belong on a server of their own, referred to by address. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Largest order of the front page. */
const MAX_FRONT_BYTES = 64 * 1024;

/** Largest settings of a partner. */
const MAX_PARTNER_BYTES = 64 * 1024;

/** Ids of the operations that are transitions of a story. */
export type StepOperationId = `${StepName}Article`;

/** Ids of all operations. */
export type OperationId =
  | 'getArticle'
  | 'putArticle'
  | 'postArticle'
  | 'check'
  | 'getVersions'
  | 'getVersion'
  | 'putMedia'
  | 'getMedia'
  | 'getChanges'
  | 'getFeed'
  | 'getFront'
  | 'putFront'
  | 'deleteFront'
  | 'getPartners'
  | 'getPartner'
  | 'putPartner'
  | 'deletePartner'
  | 'getPartnerPreview'
  | 'getAccount'
  | 'getQueue'
  | 'deleteReceipt'
  | 'replayQueue'
  | StepOperationId;

/** The body of a request. */
interface OperationBody {
  readonly required: boolean;
  readonly types: readonly string[];
  readonly schema?: string;
  readonly maxBytes: number;
  /** Types of wire documents with a limit of their own: a message contains many stories. */
  readonly wire?: { readonly types: readonly string[]; readonly maxBytes: number };
}

/** An operation of the API. */
export interface Operation {
  readonly id: OperationId;
  readonly method: 'get' | 'put' | 'post' | 'delete';
  /** Path below `/api/v1`. */
  readonly path: string;
  /** The Express route, if it is not the path. */
  readonly route?: string;
  readonly summary: string;
  readonly scopes: readonly Scope[];
  /** True if former partners may use it: they still get recalls. */
  readonly afterAgreement?: boolean;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: OperationBody;
  /** Statuses with their meaning. */
  readonly responses: Readonly<Record<string, string>>;
}

const READERS: readonly Scope[] = ['read', 'embargo', 'paid', 'write'];
const STORY_BODY = { required: true, types: STORY_TYPES, schema: 'Story', maxBytes: MAX_STORY_BYTES } as const;
const WIRE_BODY = {
  ...STORY_BODY,
  types: [...STORY_TYPES, ...WIRE_TYPES],
  wire: { types: WIRE_TYPES, maxBytes: MAX_WIRE_BYTES },
} as const;
const ONCE = { 'Idempotency-Key': 'The same request with the same key is executed once within a day' };
const MATCH = { 'If-Match': 'The version that you edited, such as `"3"`' };
const WIRE = {
  section: 'Section of plain text and of stories without one; the first section if absent',
  language: "Language of plain text and of stories without one; the publication's if absent",
  publish: '`true`: plain text, and items without a date, are published at once; otherwise they are held',
};

const STEP_SUMMARIES: Readonly<Record<(typeof STEPS)[number], string>> = {
  amend: 'Change a story silently; for a killed story, its public notice',
  update: 'Change a story in a way that readers should notice',
  correct: 'Correct a story, with the notice for readers',
  withhold: 'Withhold a story for now, with the reason',
  restore: 'Restore a withheld story',
  kill: 'Withdraw a story permanently, with the reason',
  embargo: 'Set, move or lift the embargo of a story that is not public yet',
  release: 'Lift an embargo whose condition is met',
};

/** All operations of the API, which also define the routes. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'getArticle',
    method: 'get',
    path: '/articles/{key}',
    summary: 'Get a story as the holder of the key sees it; with the extension of a format, in that format',
    scopes: READERS,
    responses: {
      200: 'The story, or the status of a withheld or killed one',
      404: 'The story does not exist for this key',
    },
  },
  {
    id: 'putArticle',
    method: 'put',
    path: '/articles/{key}',
    summary: 'Submit a story at an address of your choice, or its next version',
    scopes: ['write'],
    headers: MATCH,
    body: STORY_BODY,
    responses: {
      200: 'The next version, or none because nothing has changed',
      201: 'A new story',
      409: 'The content folder owns it, or the transition is impossible',
      412: 'The stored version is another one',
      422: 'The story is invalid, with every reason',
      428: 'The story exists: send the version that you edited in `If-Match`',
    },
  },
  {
    id: 'postArticle',
    method: 'post',
    path: '/articles',
    summary:
      'Submit a story, which gets a key of its own; or a wire document (NewsML-G2, ninjs, NITF, RSS, Atom): each of its stories is accepted or refused on its own, and the response lists the outcomes',
    scopes: ['write'],
    query: WIRE,
    headers: ONCE,
    body: WIRE_BODY,
    responses: {
      200: 'The outcome of each story of a wire document',
      201: 'A new story',
      409: 'The id or the slug is taken',
      415: 'The media type is not supported',
      422: 'Every reason',
    },
  },
  {
    id: 'check',
    method: 'post',
    path: '/check',
    summary: 'Dry run: get the response that a real submission would get; nothing is stored',
    scopes: ['write'],
    query: WIRE,
    body: WIRE_BODY,
    responses: { 200: 'It would be the next version, or none', 201: 'It would be a new story', 422: 'Every reason' },
  },
  ...STEPS.map((step): Operation => {
    const schema = step === 'embargo' ? 'Embargo' : 'Step';
    const body = { required: false, types: ['application/json'], schema, maxBytes: MAX_STORY_BYTES };
    return {
      id: `${step}Article`,
      method: 'post',
      path: `/articles/{key}/${step}`,
      summary: STEP_SUMMARIES[step],
      scopes: ['write'],
      headers: { ...MATCH, ...ONCE },
      ...(step === 'release' ? {} : { body }),
      responses: {
        200: 'Done',
        409: 'The transition is impossible, with the reason',
        412: 'The stored version is another one',
      },
    };
  }),
  {
    id: 'getVersions',
    method: 'get',
    path: '/articles/{key}/versions',
    summary: 'List the versions of a story',
    scopes: ['write'],
    responses: { 200: 'A list' },
  },
  {
    id: 'getVersion',
    method: 'get',
    path: '/articles/{key}/versions/{version}',
    summary: 'Get one version of a story',
    scopes: ['write'],
    responses: { 200: 'The version' },
  },
  {
    id: 'putMedia',
    method: 'put',
    path: '/media/{name}',
    summary: 'Upload a picture, film or sound, which stories then refer to as `/media/{name}`',
    scopes: ['write'],
    body: { required: true, types: ['image/*', 'video/*', 'audio/*'], maxBytes: MAX_FILE_BYTES },
    responses: { 200: 'It was stored before', 201: 'It is stored', 422: 'Name and bytes do not match' },
  },
  {
    id: 'getMedia',
    method: 'get',
    path: '/media/{name}',
    // Files of the media folder may be in folders.
    route: '/media/*name',
    summary: 'Get a picture, film or sound of a story that the holder of the key sees',
    scopes: READERS,
    responses: { 200: 'The bytes', 206: 'A part of them' },
  },
  {
    id: 'getChanges',
    method: 'get',
    path: '/changes',
    summary: 'Get the changes, in order and without gaps; as `text/event-stream` an endless stream',
    scopes: READERS,
    query: {
      after: 'The cursor of the last change that you have',
      wait: 'Seconds to wait for a change, at most 30',
      limit: 'Largest number of changes, at most 500',
    },
    headers: { 'Last-Event-ID': 'For a stream: the cursor of the last change that you have' },
    responses: { 200: 'Changes, and the cursor for the next request' },
  },
  {
    id: 'getFeed',
    method: 'get',
    path: '/feeds/{path}',
    summary: 'Get a feed for the holder of the key: with embargoed stories and paid text, if it may have them',
    scopes: READERS,
    query: {
      since:
        'Only stories that have changed since this time (RFC 3339), or since the response whose `next` link is followed; each one in its newest version, recalls included',
      limit: 'With `since`: largest number of stories, 1 to 500; 100 if absent',
    },
    responses: {
      200: 'The feed; its `Link` header has pages of earlier stories (`prev`) and the next request (`next`)',
      400: 'A parameter that is unknown or cannot be read',
    },
  },
  {
    id: 'getFront',
    method: 'get',
    path: '/front',
    summary: 'Get the order of the front page, and the names in it that are no visible stories',
    scopes: ['write'],
    responses: { 200: 'The order in use' },
  },
  {
    id: 'putFront',
    method: 'put',
    path: '/front',
    summary: 'Store the order of the front page; until it is deleted it replaces that of the files',
    scopes: ['write'],
    body: { required: true, types: ['application/json'], schema: 'Front', maxBytes: MAX_FRONT_BYTES },
    responses: { 200: 'The order in use', 422: 'Every reason' },
  },
  {
    id: 'deleteFront',
    method: 'delete',
    path: '/front',
    summary: 'Delete the stored order of the front page: the files decide again',
    scopes: ['write'],
    responses: { 200: 'The order in use' },
  },
  {
    id: 'getPartners',
    method: 'get',
    path: '/partners',
    summary: 'List all partners with their products, channels and what waits for them',
    scopes: ['admin'],
    responses: { 200: 'The partners, former ones too' },
  },
  {
    id: 'getPartner',
    method: 'get',
    path: '/partners/{partner}',
    summary: 'Get a partner with the history of its settings',
    scopes: ['admin'],
    responses: { 200: 'The partner' },
  },
  {
    id: 'putPartner',
    method: 'put',
    path: '/partners/{partner}',
    summary: 'Store the settings of a partner',
    scopes: ['admin'],
    headers: { 'If-Match': 'The version of the settings that you edited, such as `"3"`' },
    body: { required: true, types: ['application/json'], schema: 'Partner', maxBytes: MAX_PARTNER_BYTES },
    responses: {
      200: 'The next version, or the same because nothing has changed',
      201: 'A new partner',
      409: 'It is in publication.yaml',
      412: 'The stored version is another one',
      422: 'Every reason',
    },
  },
  {
    id: 'deletePartner',
    method: 'delete',
    path: '/partners/{partner}',
    summary: 'End the agreement with a partner: it gets recalls of what it has received, and nothing else',
    scopes: ['admin'],
    responses: { 200: 'The former partner', 409: 'It is in publication.yaml' },
  },
  {
    id: 'getPartnerPreview',
    method: 'get',
    path: '/partners/{partner}/preview',
    summary: 'Get the decision about each story of the last day: whether the partner gets it, and why',
    scopes: ['admin'],
    responses: { 200: 'The stories; nothing is sent' },
  },
  {
    id: 'getAccount',
    method: 'get',
    path: '/account',
    summary: 'Get the product, the channels and the last deliveries of the partner that holds the key',
    scopes: READERS,
    afterAgreement: true,
    responses: { 200: 'The account', 403: 'The key belongs to no partner' },
  },
  {
    id: 'getQueue',
    method: 'get',
    path: '/queue',
    summary: 'Take messages from the queue of the partner that holds the key; they are hidden until they are confirmed',
    scopes: READERS,
    afterAgreement: true,
    query: {
      limit: 'Largest number of messages, 1 to 50; 10 if absent',
      wait: 'Seconds to wait for a message, at most 30; one request waits at a time',
    },
    responses: {
      200: 'Messages, recalls first, each with a receipt; `Retry-After` where there is none',
      429: 'Another request is waiting',
    },
  },
  {
    id: 'deleteReceipt',
    method: 'delete',
    path: '/queue/{receipt}',
    summary: 'Confirm a message of the queue',
    scopes: READERS,
    afterAgreement: true,
    responses: { 204: 'Confirmed', 404: 'The receipt was used before, or the message was handed out again' },
  },
  {
    id: 'replayQueue',
    method: 'post',
    path: '/queue/replay',
    summary: 'Put everything into the queue again that has changed since a time, in its newest state',
    scopes: READERS,
    query: { since: 'A time (RFC 3339) of the last 90 days' },
    responses: { 202: 'The number of stories' },
  },
];

/** Returns the Express route of an operation. */
export function routeOf({ path, route }: Operation): string {
  return route ?? path.replace('{path}', '*path').replace(/\{(\w+)\}/g, ':$1');
}
