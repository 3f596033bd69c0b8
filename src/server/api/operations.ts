import type { Scope } from '../../archive/keys.ts';
import { STEPS, STORY_TYPES, WIRE_TYPES } from './request-schemas.ts';

/** An operation of the API. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'put' | 'post';
  /** Path below `/api/v1`. */
  readonly path: string;
  readonly summary: string;
  readonly scopes: readonly Scope[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly required: boolean; readonly types: readonly string[]; readonly schema?: string };
  readonly answers: Readonly<Record<string, string>>;
}

const READERS: readonly Scope[] = ['read', 'embargo', 'write'];
const ONCE = { 'Idempotency-Key': 'The same request with the same key is answered once, for a day' };
const MATCH = { 'If-Match': 'The version in front of you, such as `"3"`' };
const WIRE = {
  section: 'For plain text and stories that name none: a section of the publication, the first one if absent',
  language: "For plain text and stories that name none: their language, the publication's own if absent",
};

const STEP_SUMMARIES: Readonly<Record<(typeof STEPS)[number], string>> = {
  amend: 'Change a story without telling readers; of a killed story, its public notice',
  update: 'Change a story in a way that readers should notice',
  correct: 'Correct a story, with the notice for readers',
  withhold: 'Take a story away for now, with the reason',
  restore: 'Bring a withheld story back',
  kill: 'Take a story away for good, with the reason',
  embargo: 'Set, move or lift the embargo of a story that is not public yet',
  release: 'End an embargo whose condition is met',
};

/** All operations of the API, which also define the routes. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'getArticle',
    method: 'get',
    path: '/articles/{key}',
    summary: 'A story as the holder of the key sees it; with the ending of a format, in that format',
    scopes: READERS,
    answers: { 200: 'The story, or that it is withheld or killed', 404: 'None for this key' },
  },
  {
    id: 'putArticle',
    method: 'put',
    path: '/articles/{key}',
    summary: 'Hand a story in at an address of your choice, or another version of it',
    scopes: ['write'],
    headers: MATCH,
    body: { required: true, types: STORY_TYPES, schema: 'Story' },
    answers: {
      200: 'Another version, or none because nothing is new',
      201: 'A new story',
      409: 'It belongs to the content folder, or the step is impossible',
      412: 'Another version is stored than the one named',
      422: 'The story cannot be taken, with every reason',
      428: 'It exists: name the version in front of you',
    },
  },
  {
    id: 'postArticle',
    method: 'post',
    path: '/articles',
    summary:
      'Hand a story in; it gets a key of its own. Or what an agency sent (NewsML-G2, ninjs, NITF, RSS, Atom): each of its stories is decided by itself, and told',
    scopes: ['write'],
    query: WIRE,
    headers: ONCE,
    body: { required: true, types: [...STORY_TYPES, ...WIRE_TYPES], schema: 'Story' },
    answers: {
      200: 'What became of each story that was sent',
      201: 'A new story',
      409: 'The id or the slug is taken',
      415: 'Another type',
      422: 'Every reason',
    },
  },
  {
    id: 'check',
    method: 'post',
    path: '/check',
    summary: 'What handing a story in would be answered with; nothing is stored',
    scopes: ['write'],
    query: WIRE,
    body: { required: true, types: [...STORY_TYPES, ...WIRE_TYPES], schema: 'Story' },
    answers: { 200: 'It would be another version, or none', 201: 'It would be a new story', 422: 'Every reason' },
  },
  ...STEPS.map((step): Operation => {
    const body = { required: false, types: ['application/json'], schema: step === 'embargo' ? 'Embargo' : 'Step' };
    return {
      id: `${step}Article`,
      method: 'post',
      path: `/articles/{key}/${step}`,
      summary: STEP_SUMMARIES[step],
      scopes: ['write'],
      headers: { ...MATCH, ...ONCE },
      ...(step === 'release' ? {} : { body }),
      answers: { 200: 'Done', 409: 'Impossible, with the reason', 412: 'Another version is stored' },
    };
  }),
  {
    id: 'getVersions',
    method: 'get',
    path: '/articles/{key}/versions',
    summary: 'Every version of a story',
    scopes: ['write'],
    answers: { 200: 'A list' },
  },
  {
    id: 'getVersion',
    method: 'get',
    path: '/articles/{key}/versions/{version}',
    summary: 'One version of a story',
    scopes: ['write'],
    answers: { 200: 'The version' },
  },
  {
    id: 'putMedia',
    method: 'put',
    path: '/media/{name}',
    summary: 'Hand a picture, film or sound in, which stories then name as `/media/{name}`',
    scopes: ['write'],
    body: { required: true, types: ['image/*', 'video/*', 'audio/*'] },
    answers: { 200: 'It was there', 201: 'It is stored', 422: 'Name and bytes do not agree' },
  },
  {
    id: 'getMedia',
    method: 'get',
    path: '/media/{name}',
    summary: 'A picture, film or sound of a story that the holder of the key sees',
    scopes: READERS,
    answers: { 200: 'The bytes', 206: 'A part of them' },
  },
  {
    id: 'getChanges',
    method: 'get',
    path: '/changes',
    summary: 'What has changed, in order and without gaps; as `text/event-stream` without an end',
    scopes: READERS,
    query: {
      after: 'The cursor of the last change that you know',
      wait: 'Seconds to wait for a change, at most 30',
      limit: 'At most so many changes (500)',
    },
    headers: { 'Last-Event-ID': 'For a stream: the cursor of the last change that you know' },
    answers: { 200: 'Changes, and the cursor for the next request' },
  },
  {
    id: 'getFeed',
    method: 'get',
    path: '/feeds/{path}',
    summary: 'A feed for the holder of the key: with stories under embargo, where it may see them',
    scopes: READERS,
    answers: { 200: 'The feed' },
  },
];
