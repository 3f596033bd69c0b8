import {
  endedPartner,
  partnerNamed,
  type StoredPartner,
  storedPartner,
  storedPartners,
  storePartner,
} from '../../delivery/partners/partner-list.ts';
import { partnersWithStates } from '../../delivery/partners/partner-states.ts';
import { type PreviewedStory, previewStories } from '../../delivery/partners/preview.ts';
import { channelNameOf } from '../../publication/channel.ts';
import { type Partner, partnerSchema } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds } from '../../text/instant.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { API_PATH } from './address.ts';
import { etagOf, expectedVersion, isProblem } from './conditions.ts';
import { type ApiExchange, type ApiHandler, authorOf, sendJson } from './context.ts';
import { apiProblem, findingsProblem, sendApiProblem } from './problem.ts';
import { settingsIn } from './settings-body.ts';

type PartnerOperation = 'getPartners' | 'getPartner' | 'putPartner' | 'deletePartner' | 'getPartnerPreview';

const DAY_S = 24 * 60 * 60;
const OWNED = 'This partner is in publication.yaml: change it there, or take it out first.';

/** Handlers of partners and their products. */
export function partnerHandlers(context: ServerContext): Readonly<Record<PartnerOperation, ApiHandler>> {
  return {
    getPartners: (exchange) => getPartners(context, exchange),
    getPartner: (exchange) => getPartner(context, exchange),
    putPartner: (exchange) => putPartner(context, exchange),
    deletePartner: (exchange) => deletePartner(context, exchange),
    getPartnerPreview: (exchange) => getPreview(context, exchange),
  };
}

async function getPartners({ store }: ServerContext, { response, now }: ApiExchange): Promise<void> {
  const partners = (await storedPartners(store)).map((one) => shownPartner(one));
  sendJson(response, 200, { partners, channels: await partnersWithStates(store, now) });
}

async function getPartner({ store }: ServerContext, exchange: ApiExchange): Promise<void> {
  const key = parameter(exchange, 'partner');
  const found = await partnerNamed(store, key);
  if (found === undefined) return sendUnknown(exchange);
  const history = (await store.partners.history(key)).flatMap((record) => storedPartner(record) ?? []);
  exchange.response.set('ETag', etagOf(found.version));
  sendJson(exchange.response, 200, { ...shownPartner(found), history: history.map(shownPartner) });
}

async function putPartner({ store }: ServerContext, exchange: ApiExchange): Promise<void> {
  const key = parameter(exchange, 'partner');
  const read = settingsIn(exchange, { schema: partnerSchema, fixed: { key } });
  if ('problems' in read) return sendApiProblem(exchange.response, findingsProblem(read.problems));
  await storeAndShow({ store }, exchange, read.settings);
}

/** Ends an agreement: its settings stay, since the partner gets recalls of what it has received. */
async function deletePartner({ store }: ServerContext, exchange: ApiExchange): Promise<void> {
  const found = await partnerNamed(store, parameter(exchange, 'partner'));
  if (found === undefined) return sendUnknown(exchange);
  const { partner } = found;
  await storeAndShow({ store }, exchange, endedPartner(partner, exchange.now));
}

async function storeAndShow(
  { store }: Pick<ServerContext, 'store'>,
  exchange: ApiExchange,
  partner: Partner,
): Promise<void> {
  const { response, now } = exchange;
  const before = (await partnerNamed(store, partner.key))?.version ?? 0;
  const expected = expectedVersion(exchange, before);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  const { actor } = authorOf(exchange);
  const stored = await storePartner(store, partner, { now, actor, ...defined({ expectedVersion: expected }) });
  if ('conflict' in stored) {
    const isOwned = stored.conflict === 'origin';
    const detail = isOwned ? OWNED : 'Another version was stored meanwhile: get the partner again.';
    return sendApiProblem(response, apiProblem(isOwned ? 409 : 412, detail));
  }
  response.set('ETag', etagOf(stored.record.version));
  sendJson(response, before === 0 ? 201 : 200, shownPartner({ partner, ...stored.record }));
}

async function getPreview({ store }: ServerContext, exchange: ApiExchange): Promise<void> {
  const found = await partnerNamed(store, parameter(exchange, 'partner'));
  if (found === undefined) return sendUnknown(exchange);
  const from = addSeconds(exchange.now, -DAY_S);
  const stories: PreviewedStory[] = await previewStories(store, { partner: found.partner, from }, exchange.now);
  sendJson(exchange.response, 200, { from, stories });
}

/** Returns a partner as responses show it. */
function shownPartner({ partner, version, storedAt, actor, origin }: StoredPartner): Record<string, unknown> {
  return {
    ...partner,
    channels: partner.channels.map((one) => ({ ...one, name: channelNameOf(one) })),
    version,
    storedAt,
    actor,
    origin,
  };
}

function sendUnknown({ response }: ApiExchange): void {
  sendApiProblem(response, apiProblem(404, `There is no such partner: \`GET ${API_PATH}/partners\` lists all.`));
}
